"""Acts on a person's saved views of a list."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from yidan.kernel.command import command
from yidan.kernel.errors import Invalid, NotPermitted
from yidan.kernel.journal import Note, note
from yidan.kernel.verbs import Verb
from yidan.ledger.commands import derived
from yidan.ledger.models import SavedView
from yidan.people.models import Person


@command(Verb.VIEW_SAVE)
def save(person: Person, *, by: Person, at: datetime, page: str, name: str, query: str) -> Note:
    """保存视图: filters, columns and order under a name; the same name again replaces what it meant."""
    if person.pk != by.pk:
        raise NotPermitted(_("只能保存自己的视图。"))
    name = derived.require_text(name, _("请给视图起个名字。"), "name")
    if len(name) > 60:
        raise Invalid(_("视图名称最多60字。"), field="name")
    if len(query) > 1000:
        raise Invalid(_("筛选条件太多，请去掉一些再保存。"), field="name")
    view, _created = SavedView.objects.update_or_create(person=person, page=page, name=name, defaults={"query": query})
    return note(view, page=page, name=name, query=query)


@command(Verb.VIEW_DROP)
def drop(view: SavedView, *, by: Person, at: datetime) -> Note:
    """删除视图: the person's own only."""
    if view.person_id != by.pk:
        raise NotPermitted(_("只能删除自己的视图。"))
    SavedView.objects.filter(pk=view.pk).delete()
    return note(by, page=view.page, name=view.name, query=view.query)
