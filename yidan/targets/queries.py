"""Questions about registers and items: which one may see, what they said on a day, how they stood at a moment."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import BigIntegerField, Count, Prefetch, Q, QuerySet, Sum

from yidan.kernel.facts import known
from yidan.kernel.values import Month, from_fen
from yidan.ledger import queries as ledger
from yidan.ledger.models import Project
from yidan.people.models import Person
from yidan.people.queries import scope_of
from yidan.targets.models import Content, Item, Link, Measurement, Proof, Register, Release, Series
from yidan.targets.rules import Line, Node, reached
from yidan.targets.states import State

NOTHING = (0, Decimal(0))
Items = Collection[int] | None  # keys of items; None: all


def registers(as_of: datetime | None = None) -> QuerySet[Register]:
    """The registers as they were at that moment."""
    return Register.objects.known_at(as_of).order_by("family", "id")


def register_of(key: str, as_of: datetime | None = None) -> Register | None:
    """The register of this key, as it was at that moment."""
    return Register.objects.known_at(as_of).filter(key=key).first()


def visible_to(person: Person) -> QuerySet[Item]:
    """Items of open registers, and those whose unit is one's own or that a project one may see carries."""
    scope = scope_of(person)
    if scope.is_city:
        return Item.objects.all()
    units = scope.assessed | scope.competent | scope.owned
    if not units:
        return Item.objects.none()
    is_open = Register.objects.live().filter(is_open=True).values("key")
    named = Content.objects.live().filter(unit__in=units).values("item")
    carried = Link.objects.live().filter(project__in=ledger.visible_to(person)).values("item")
    return Item.objects.filter(Q(register_key__in=is_open) | Q(pk__in=named) | Q(pk__in=carried))


def with_words(items: QuerySet[Item], as_of: datetime | None = None) -> QuerySet[Item]:
    """The items with what was said of each at that moment (`said`), in two queries."""
    contents = Content.objects.known_at(as_of).select_related("unit")
    return items.prefetch_related(Prefetch("contents", contents, to_attr="said"))


def of_register(items: QuerySet[Item], key: str, as_of: datetime | None = None) -> QuerySet[Item]:
    """The items of a register in their order, as it was at that moment; what was withdrawn is left out."""
    items = items.filter(register_key=key).order_by("order", "serial")
    if as_of is None:
        return items.exclude(state=State.WITHDRAWN)
    said = Content.objects.known_at(as_of).filter(item__register_key=key).values("item")
    return items.filter(pk__in=said).exclude(state=State.WITHDRAWN, ended_at__lte=as_of)


def stood(register: Register, as_of: datetime) -> dict[int, str]:
    """The state of each item of the register at that moment, from what was claimed, confirmed and dropped by then."""
    first = State.RUNNING if register.asks.is_proven else State.NOTED
    found: dict[int, str] = {}
    for number, ended_at, state in of_register(Item.objects.all(), register.key, as_of).values_list(
        "pk", "ended_at", "state"
    ):
        is_dropped = state == State.DROPPED and ended_at is not None and ended_at <= as_of
        found[number] = State.DROPPED if is_dropped else first
    proofs = Proof.objects.filter(item__register_key=register.key, claimed_at__lte=as_of).order_by("claimed_at", "id")
    for number, decided_at, is_confirmed in proofs.values_list("item", "decided_at", "is_confirmed"):
        if number in found and found[number] != State.DROPPED:
            is_open = decided_at is None or decided_at > as_of
            found[number] = State.CLAIMED if is_open else State.DONE if is_confirmed else first
    return found


def found(items: QuerySet[Item], text: str, as_of: datetime | None = None) -> QuerySet[Item]:
    """Items whose words contained every word of the text at that moment."""
    for word in text.split():
        said = Content.objects.known_at(as_of).filter(
            Q(title__icontains=word) | Q(document__icontains=word) | Q(text__icontains=word)
        )
        items = items.filter(pk__in=said.values("item"))
    return items


def links_of(item: Item, as_of: datetime | None = None) -> QuerySet[Link]:
    """The projects that carry an item."""
    return (
        item.links.filter(known(as_of))
        .select_related("project__profile__assessed_unit")
        .order_by("order", "project_id")
    )


def readings_of(item: Item, as_of: datetime | None = None) -> QuerySet[Measurement]:
    """Its dated values, the oldest first."""
    return item.readings.filter(known(as_of)).order_by("name", "until_on")


def lines(key: str, until: date, as_of: datetime | None = None, of: Items = None) -> list[Line]:
    """The items of a register (or some of them) as a tally sees them: at the end of `until`, as known at `as_of`."""
    return lines_of([key], until, as_of, of)[key]


def lines_of(
    keys: Collection[str], until: date, as_of: datetime | None = None, of: Items = None
) -> dict[str, list[Line]]:  # fmt: skip
    """The same of several registers, by key, in as many queries as of one."""
    rows = _some(Item.objects.filter(register_key__in=keys), of, "pk")
    rows = rows.exclude(state=State.WITHDRAWN, ended_at__lte=as_of) if as_of else rows.exclude(state=State.WITHDRAWN)
    rows = rows.order_by("order", "serial")
    done = _done(keys, until, as_of, of)
    contents = {
        each.item_id: each
        for each in _some(Content.objects.filter(known(as_of), item__register_key__in=keys), of)
        if each.starts_on is None or each.starts_on <= until
    }
    sums, behind, above = _readings(keys, until, as_of, of), _carried(keys, as_of, of), _above(keys, as_of, of)
    made: dict[str, list[Line]] = {key: [] for key in keys}
    for item in rows:
        content = contents.get(item.pk)
        if content is None:
            continue
        projects, investment = behind.get(item.pk, NOTHING)
        made[item.register_key].append(
            Line(
                item.pk, content.title, _then(item, done, until, as_of), item.parent_id, year=content.year,
                level=content.level, unit=content.unit_id, values=content.values, readings=sums.get(item.pk, {}),
                projects=projects, investment=investment, above=above.get(item.parent_id, {}),
                place=(item.order, item.serial),
            )
        )  # fmt: skip
    return made


def _some(rows: Any, of: Items, field: str = "item") -> Any:
    """All of them, or those of these items."""
    return rows if of is None else rows.filter(**{f"{field}__in": of})


def _then(item: Item, done: set[int], until: date, as_of: datetime | None) -> str:
    """The state at that moment: done from the day it was done, dropped from the moment it was."""
    if item.pk in done:
        return State.DONE
    if item.state == State.DROPPED and item.ended_at and (as_of is None or item.ended_at <= as_of):
        return State.DROPPED
    return State.NOTED if item.state in (State.NOTED, State.WITHDRAWN) else State.RUNNING


def _done(keys: Collection[str], until: date, as_of: datetime | None, of: Items = None) -> set[int]:
    proofs = _some(Proof.objects.filter(item__register_key__in=keys, is_confirmed=True, done_on__lte=until), of)
    if as_of:
        proofs = proofs.filter(decided_at__lte=as_of)
    return set(proofs.values_list("item_id", flat=True))


def _readings(
    keys: Collection[str], until: date, as_of: datetime | None, of: Items = None
) -> dict[int, dict[str, Decimal]]:  # fmt: skip
    """The latest value of each series of each item, up to the day."""
    measured = _some(Measurement.objects.filter(known(as_of), item__register_key__in=keys, until_on__lte=until), of)
    rows = measured.order_by("until_on").values_list("item_id", "name", "value")
    latest: dict[int, dict[str, Decimal]] = {}
    for item, name, value in rows:
        latest.setdefault(item, {})[name] = value
    return latest


def _above(
    keys: Collection[str], as_of: datetime | None, of: Items = None
) -> dict[int | None, dict[str, object]]:  # fmt: skip
    """What the items above say in the fields of their own register."""
    rows = _some(Content.objects.filter(known(as_of), item__children__register_key__in=keys), of, "item__children")
    return dict(rows.values_list("item", "values").distinct())


def carried(key: str, as_of: datetime | None = None, of: Items = None) -> dict[int, tuple[int, Decimal]]:
    """How many projects carry each item (of some items only), and their 总投资."""
    return _carried([key], as_of, of)


def _carried(keys: Collection[str], as_of: datetime | None, of: Items = None) -> dict[int, tuple[int, Decimal]]:
    links = Link.objects.filter(known(as_of), ledger.stands(as_of, "project__"), item__register_key__in=keys)
    links = _some(links, of)
    rows = links.filter(known(as_of, "project__profiles__")).order_by().values("item").annotate(
        count=Count("pk"), fen=Sum("project__profiles__total_investment_wan", output_field=BigIntegerField())
    )  # fmt: skip
    return {row["item"]: (row["count"], from_fen(row["fen"]) or Decimal(0)) for row in rows}


# --- the tree of a plan ---


def nodes(
    register: Register, until: date, invested: Mapping[int, tuple[Decimal, Decimal]], as_of: datetime | None = None,
    of: Items = None,
) -> list[Node]:  # fmt: skip
    """The nodes of a plan (or some of them); `invested` says of each project what is done and its 总投资."""
    asked, key = register.asks, register.key
    done, sums = _done([key], until, as_of, of), _readings([key], until, as_of, of)
    behind = projects_behind(key, as_of, of)
    said: dict[int, dict[str, object]] = {}
    if asked.series:
        said = dict(
            _some(Content.objects.filter(known(as_of), item__register_key=key), of).values_list("item", "values")
        )
    made = []
    for pk, parent in _some(of_register(Item.objects.all(), key), of, "pk").values_list("pk", "parent_id"):
        done_wan, total_wan = together(behind.get(pk, ()), invested)
        part = None
        for series in asked.series if pk in said else ():
            values = said[pk]
            part = reached(_number(values.get(series.base)), _number(values.get(series.goal)),
                           sums.get(pk, {}).get(series.name))  # fmt: skip
        made.append(Node(pk, parent, asked.is_proven, pk in done, part, done_wan, total_wan))
    return made


def projects_behind(key: str, as_of: datetime | None = None, of: Items = None) -> dict[int, list[int]]:
    """The projects that carry each item of a register (or of some of its items)."""
    behind: dict[int, list[int]] = {}
    links = _some(Link.objects.filter(known(as_of), item__register_key=key), of)
    for item, project in links.values_list("item_id", "project_id"):
        behind.setdefault(item, []).append(project)
    return behind


def together(
    projects: Iterable[int], invested: Mapping[int, tuple[Decimal, Decimal]]
) -> tuple[Decimal | None, Decimal | None]:
    """What is done and the 总投资 of the projects that have one, added up; nothing where none has."""
    counted = [invested[each] for each in projects if each in invested]
    if not counted:
        return None, None
    return sum((each[0] for each in counted), Decimal(0)), sum((each[1] for each in counted), Decimal(0))


def near(items: QuerySet[Item], under: int | None) -> QuerySet[Item]:
    """Two levels of a tree: what lies right under an item, or at the top, and what lies under that."""
    if under is None:
        return items.filter(Q(parent__isnull=True) | Q(parent__isnull=False, parent__parent__isnull=True))
    return items.filter(Q(parent=under) | Q(parent__parent=under))


def beneath(items: QuerySet[Item], parents: Iterable[int]) -> dict[int | None, int]:
    """How many lie right under each of these."""
    counted = items.filter(parent__in=list(parents)).order_by().values("parent").annotate(n=Count("pk"))
    return {row["parent"]: row["n"] for row in counted}


def _number(value: object) -> Decimal | None:
    return None if value in (None, "") else Decimal(str(value))


def carriers(register: Register) -> QuerySet[Project]:
    """The projects that carry an item of this register."""
    live = Link.objects.live().filter(item__register_key=register.key)
    return Project.objects.filter(pk__in=live.exclude(item__state=State.WITHDRAWN).values("project"))


def leaves_without_project(items: QuerySet[Item], key: str, as_of: datetime | None = None) -> QuerySet[Item]:
    """The items with nothing under them that no project carries: goals that nobody builds for."""
    carried = Link.objects.known_at(as_of).values("item")
    parents = of_register(Item.objects.filter(parent__isnull=False), key, as_of).order_by().values("parent")
    return of_register(items, key, as_of).exclude(pk__in=carried).exclude(pk__in=parents)


def series_visible_to(person: Person) -> QuerySet[Series]:
    """Published numbers are for all who see business data."""
    return Series.objects.none() if scope_of(person).is_nothing else Series.objects.all()


def releases(series: Series, unit: int | None, as_of: datetime | None = None) -> list[Release]:
    """One place's releases in order, as known then."""
    found = Release.objects.known_at(as_of).filter(series=series, unit=unit)
    return list(found.order_by("month"))


def vintages(series: Series, unit: int | None, month: Month) -> list[Release]:
    """What was ever held to be a month's number, the newest first."""
    found = Release.objects.filter(series=series, unit=unit, month=month)
    return list(found.order_by("-recorded_at", "-id").select_related("recorder"))
