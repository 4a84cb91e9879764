"""Questions about the register. `visible_to` is the only way anybody gets projects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from yidan.evidence.models import Judgement
from yidan.kernel import parameters
from yidan.kernel.values import Month
from yidan.ledger import rules, wording
from yidan.ledger.models import (
    Asking,
    Exhibit,
    Milestone,
    Project,
    ProjectCode,
    Slot,
)
from yidan.people.models import Person, Unit
from yidan.people.queries import scope_of

NUMBER_PREFIX = parameters.declare(
    "ledger.number_prefix", _("内部编号字头"), "ZZ", unit="", source="domain.md §5.1: ZZ-2026-0001"
)
ENTRY_LEAST = parameters.declare(
    "ledger.entry_least_wan", _("市重点入库总投资下限"), Decimal(10000), unit=_("万元"), source="domain.md §5.4 [S1]"
)
ENTRY_LEAST_LIVELIHOOD = parameters.declare(
    "ledger.entry_least_livelihood_wan",
    _("农业、民生、生态类市重点入库总投资下限"),
    Decimal(5000),
    unit=_("万元"),
    source="domain.md §5.4 [S1]",
)
DUPLICATE_FROM = parameters.declare(
    "ledger.duplicate_from", _("疑似重复的起始分"), 60, unit=_("分"), source="本系统经验值 [A]"
)
SAMPLING_SEED = parameters.declare(
    "ledger.sampling_seed", _("佐证抽查的种子"), "2020", unit="",
    source="本系统 [A]：抽中与否由种子、项目、佐证位和月份算出，任何人都能复算",
)  # fmt: skip


def standing(as_of: datetime | None = None) -> QuerySet[Project]:
    """Projects that stand for themselves: not merged into another (as of a day before the merger, still both)."""
    return Project.objects.filter(stands(as_of))


def stands(as_of: datetime | None = None, path: str = "") -> Q:
    """The condition of `standing` on a row that names the project at `path`, as in known(): without asking for a list.

    A list of ten thousand projects in a condition is looked up for each row by a database that knows no better.
    """
    alone = Q(**{f"{path}merged_into__isnull": True})
    return alone if as_of is None else alone | Q(**{f"{path}merged_at__gt": as_of})


def visible_to(person: Person, as_of: datetime | None = None) -> QuerySet[Project]:
    """The projects this person may see now; merged ones excluded (house.md §7)."""
    scope = scope_of(person)
    projects = standing(as_of)
    if scope.is_city:
        return projects
    if scope.is_nothing:
        return projects.none()
    named = Q()
    if scope.assessed:
        shared = Project.objects.filter(shares__superseded_at__isnull=True, shares__unit__in=scope.assessed)
        named |= Q(profile__assessed_unit__in=scope.assessed) | Q(pk__in=shared.values("pk"))
    if scope.competent:
        named |= Q(profile__competent_unit__in=scope.competent) | Q(profile__responsible_unit__in=scope.competent)
    if scope.owned:
        named |= Q(profile__owner_unit__in=scope.owned)
    return projects.filter(named)


def seen_by(person: Person, path: str = "project") -> Exists:
    """The condition that the project a row names is one this person may see, for who wants one row or a few.

    It asks for the row's own project; `project__in=visible_to(…)` would go through the whole register before.
    """
    return Exists(visible_to(person).filter(pk=OuterRef(path)))


def former_names(project: Project) -> list[str]:
    """曾用名: what earlier profiles called it and what was noted by hand, oldest first, without the name of now."""
    past = project.profiles.exclude(superseded_at__isnull=True).order_by("id").values_list("name", flat=True)
    noted = project.former_names.live().order_by("id").values_list("name", flat=True)
    return [name for name in dict.fromkeys([*noted, *past]) if name != project.name]


@dataclass(frozen=True)
class Duplicate:
    """A project that may be the one about to be registered."""

    project: Project
    score: int
    reasons: tuple[str, ...]


def likely_duplicates(
    *,
    name: str,
    owner_unit: Unit | None = None,
    assessed_unit: Unit | None = None,
    place: str = "",
    total_investment_wan: Decimal | None = None,
    code: str = "",
    but: Project | None = None,
    most: int = 5,
) -> list[Duplicate]:
    """Projects that may be the same by name, place, owner, amount and code, likeliest first.

    Candidates come through indexes only (the same code, the same core of the name, the same amount, or a
    shared piece of name within one owner or 考核单元), so that registering stays fast in a ledger of 100,000.
    """
    key = rules.name_key(name)
    piece = Q(name_key__contains=key[:4]) | Q(name_key__contains=key[-4:])
    near = Q(name_key=key) | Q(former_names__name=name, former_names__superseded_at__isnull=True)
    if owner_unit:
        near |= Q(profile__owner_unit=owner_unit) & piece
    if assessed_unit:
        near |= Q(profile__assessed_unit=assessed_unit) & piece
    if total_investment_wan:
        near |= Q(profile__total_investment_wan=total_investment_wan) & piece
    ids: set[int] = set()
    if code:
        ids |= {*ProjectCode.objects.live().filter(code=code).values_list("project_id", flat=True)}
    for condition in near.children if near.connector == Q.OR else [near]:
        found = standing().filter(condition if isinstance(condition, Q) else Q(condition))
        ids |= {*found.order_by().values_list("pk", flat=True)[:300]}
    wanted = rules.Traits(name, place, owner_unit.pk if owner_unit else None, total_investment_wan, code)
    least = parameters.values()[DUPLICATE_FROM.name]
    scored = []
    current = {
        row["project_id"]: row["code"]
        for row in ProjectCode.objects.live().filter(project__in=ids, is_current=True).values("project_id", "code")
    }
    for project in standing().filter(pk__in=ids).select_related("profile__owner_unit", "profile__assessed_unit"):
        if but and project.pk == but.pk:
            continue
        profile = project.profile
        assert profile is not None  # from registration on
        alike = rules.likeness(wanted, rules.Traits(
            profile.name, profile.place, profile.owner_unit_id, profile.total_investment_wan,
            current.get(project.pk, ""),
        ))  # fmt: skip
        if alike.score >= least:
            scored.append(Duplicate(project, alike.score, tuple(map(wording.reason, alike.reasons))))
    return sorted(scored, key=lambda each: (-each.score, each.project.pk))[:most]


def search(projects: QuerySet[Project], text: str) -> QuerySet[Project]:
    """Projects whose names, former names, codes, number, owner or pinyin initials contain every word of the text."""
    for word in rules.full_to_half(text).lower().split():
        projects = projects.filter(search__contains=word)
    return projects


def shortfall(profile: Any, known: Mapping[str, Any]) -> Decimal | None:
    """The entry rule a 市重点 does not meet (万元), or None; a warning for the office, never a refusal.

    `known`: the parameters' values.
    """
    if not profile.is_municipal_key:
        return None
    return rules.below_entry(
        profile.total_investment_wan,
        profile.domain,
        least_wan=known[ENTRY_LEAST.name],
        least_livelihood_wan=known[ENTRY_LEAST_LIVELIHOOD.name],
    )


# --- evidence ------------------------------------------------------------------------------------------------------


def exhibits_of(projects: QuerySet[Project] | Iterable[Project | int]) -> QuerySet[Exhibit]:
    """What speaks for these projects now, newest month first: each with capture, file, reading and live judgement."""
    return (
        Exhibit.objects.live()
        .filter(project__in=projects)
        .select_related("capture__file__reading", "capture__person", "capture__unit")
        .prefetch_related(
            Prefetch(
                "capture__judgements", Judgement.objects.live().select_related("judged_by"), to_attr="live_judgements"
            )
        )
        .order_by("-month", "-recorded_at", "-pk")
    )


def asked(
    project_ids: Iterable[int], month: Month, *, typed: Mapping[str, date] | None = None
) -> dict[int, list[Slot]]:
    """The slots at which each project's report of the month is asked for a picture; a project without any is not there.

    `typed` are milestone days that a report says but nobody has accepted yet, by the milestone's name.
    """
    slots = list(
        Slot.objects.live()
        .filter(project__in=list(project_ids), asking__in=(Asking.ON_MILESTONE, Asking.ON_SAMPLING))
        .select_related("project")
    )
    if not slots:
        return {}
    reached: dict[int, dict[str, date | None]] = {}
    named = {slot.project_id for slot in slots if slot.asking == Asking.ON_MILESTONE}
    if named:
        marks = Milestone.objects.live().filter(project__in=named, actual_on__isnull=False)
        for project, name, day in marks.values_list("project_id", "name", "actual_on"):
            reached.setdefault(project, {})[name] = day
    seed = parameters.values()[SAMPLING_SEED.name]
    found: dict[int, list[Slot]] = {}
    for slot in slots:
        days = {**(typed or {}), **reached.get(slot.project_id, {})}
        if rules.is_asked(slot, slot.project.internal_id, month, days, seed):
            found.setdefault(slot.project_id, []).append(slot)
    return found


def unanswered(slots: Iterable[Slot], month: Month) -> list[Slot]:
    """Those of one project's asked slots for which nothing was brought in the month."""
    asked_for = list(slots)
    if not asked_for:
        return []
    there = {
        *Exhibit.objects.live()
        .filter(project=asked_for[0].project_id, month=month, slot_name__in=[slot.name for slot in asked_for])
        .values_list("slot_name", flat=True)
    }
    return [slot for slot in asked_for if slot.name not in there]
