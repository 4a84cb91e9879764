"""The site map: one flat list."""

from allauth.account import views as allauth
from django.urls import path

from yidan.web.views import (
    account,
    figure,
    gallery,
    home,
    journal,
    parameter,
    person,
    preferences,
    project_list,
    projects,
    role,
    unit,
    view,
    wall,
)

urlpatterns = [
    path("", home.home, name="home"),
    path("figures/<str:key>/", figure.figure, name="figure"),
    path("lists/<str:kind>/", project_list.project_list, name="list"),
    path("wall/", wall.wall, name="wall"),
    path("projects/", projects.projects, name="projects"),
    path("views/", view.save, name="view.save"),
    path("views/<int:pk>/drop/", view.drop, name="view.drop"),
    path("me/", account.me, name="me"),
    path("me/password/", account.change_password, name="person.change_password"),
    path("units/", unit.units, name="units"),
    path("units/new/", unit.register, name="unit.register"),
    path("units/<int:pk>/", unit.unit, name="unit"),
    path("units/<int:pk>/change/", unit.change, name="unit.change"),
    path("persons/", person.persons, name="persons"),
    path("persons/new/", person.register, name="person.register"),
    path("persons/<int:pk>/", person.person, name="person"),
    path("persons/<int:pk>/change/", person.change, name="person.change"),
    path("persons/<int:pk>/retire/", person.retire, name="person.retire"),
    path("persons/<int:pk>/password/", person.set_password, name="person.set_password"),
    path("persons/<int:pk>/hand-over/", person.hand_over, name="person.hand_over"),
    path("persons/<int:pk>/roles/new/", role.grant, name="role.grant"),
    path("roles/", role.roles, name="roles"),
    path("roles/<int:pk>/end/", role.end, name="role.end"),
    path("journal/", journal.journal, name="journal"),
    path("journal/export/", journal.export, name="journal-export"),
    path("journal/verify/", journal.verify, name="journal-verify"),
    path("parameters/", parameter.parameters, name="parameters"),
    path("parameters/<str:name>/", parameter.change, name="parameter.set"),
    path("about/", preferences.about, name="about"),
    path("preferences/", preferences.choose, name="preferences"),
    path("gallery/", gallery.gallery, name="gallery"),
    path("gallery/sheet/", gallery.specimen_sheet, name="gallery-sheet"),
    # only these three of allauth: nobody signs up, and there is no e-mail to confirm
    path("account/login/", allauth.login, name="account_login"),
    path("account/logout/", allauth.logout, name="account_logout"),
    path("account/inactive/", allauth.account_inactive, name="account_inactive"),
]

handler403 = "yidan.web.views.errors.not_permitted"
handler404 = "yidan.web.views.errors.not_found"
handler500 = "yidan.web.views.errors.broken"
