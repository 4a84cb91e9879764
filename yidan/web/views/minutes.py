"""会议纪要列单: paste the minutes, look at each proposed matter, raise those that are kept in one go."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from yidan.kernel.errors import NthRefused
from yidan.kernel.verbs import Verb
from yidan.people.models import Unit
from yidan.web import clock
from yidan.web.acting import require
from yidan.web.matter import minutes as papers
from yidan.web.request import Request


@require_http_methods(["GET", "POST"])
def minutes(request: Request) -> HttpResponse:
    """The paper first, then its points; nothing is written before the last press."""
    require(request, Verb.MATTER_ENLIST)  # whoever puts matters on the list reads them out of papers
    person: Any = request.user
    form = papers.PaperForm(request.POST or None, request.FILES or None)
    points: list[papers.PointForm] = []
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            if "points" in request.POST:
                points = _sent(request)
                wrong = [point for point in points if not point.is_valid()]  # each says what is wrong with it
                if not wrong:
                    if (answer := _raised(request, form, points)) is not None:
                        return answer
                    status = 409
            else:
                points, status = papers.proposed(form.cleaned_data["text"], person), 200
                if not points:
                    form.add_error("text", _("没有读出要办的事；议定事项请分条写，如“（一）……”。"))
                    status = 422
    context = {
        "form": form, "points": points, "text": form.cleaned_data.get("text", "") if form.is_bound else "",
        "back": reverse("matters"),
        "units": Unit.objects.filter(is_active=True).values_list("name", flat=True) if points else [],
    }  # fmt: skip
    return render(request, "matters/minutes.html", context, status=status)


def _sent(request: Request) -> list[papers.PointForm]:
    said = request.POST.get("points", "")
    count = min(int(said), papers.MOST_POINTS) if said.isdecimal() and len(said) < 5 else 0
    return [papers.PointForm(request.POST, prefix=f"p{place}") for place in range(count)]


def _raised(request: Request, form: papers.PaperForm, points: list[papers.PointForm]) -> HttpResponse | None:
    """Raise them, or show at which point it was refused; None where it was."""
    if not any(point.cleaned_data.get("is_kept") for point in points):
        form.add_error(None, _("请至少留下一条。"))
        return None
    try:
        made = papers.raised(points, papers.paper_of(form), by=request.user, at=clock.now())
    except NthRefused as refusal:
        point, field = points[refusal.index], getattr(refusal.__cause__, "field", "")
        point.add_error(field if field in point.fields else None, str(refusal))
        return None
    said = ngettext("已提出%(count)d件，请逐件审核入账", "已提出%(count)d件，请逐件审核入账", len(made))
    messages.success(request, said % {"count": len(made)})
    return HttpResponseRedirect(f"{reverse('matters')}?tab=all&state=draft&kind=resolution")
