"""影像 of the simulated city: some thirty projects with slots and reasons, pictures month by month, some of them lies.

The pictures are drawn (`scenes`), brought through the same commands as anybody's, and what is untrue of them stands in
`Truth`, for the grades to find.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from random import Random
from typing import Any

from PIL import Image

from yidan.evidence.commands import keep
from yidan.evidence.rules import Claim, Place
from yidan.evidence.states import Origin
from yidan.kernel.values import Month
from yidan.ledger import rules
from yidan.ledger.commands import exhibit
from yidan.ledger.models import Asking
from yidan.ledger.queries import SAMPLING_SEED
from yidan.progress.rules import Unshown
from yidan.web.demo.darkroom import Darkroom, Shot
from yidan.web.demo.events import Event
from yidan.web.demo.model import City, Sketch
from yidan.web.demo.registry import Known
from yidan.web.demo.scenes import View
from yidan.web.demo.scenes.film import film
from yidan.web.demo.settlers import Settled, moment

MOST = 30  # projects with pictures in the default city
MONTHLY = 7  # of them show every month; the others the last few
FILMS = 3  # of those also show a film
PAPER = "株重点办〔2020〕11号"
CAPTIONS = ("", "", "", "本月现场全景", "节点现场", "天气晴好，全面施工", "雨后复工", "夜班前拍摄")


@dataclass(frozen=True)
class Truth:
    """What is untrue of one picture: the project's key, the month, and in which way."""

    project: int
    month: tuple[int, int]
    kind: str


# (kind, how many in the default city)
LIES = (
    ("exact_reuse", 2),
    ("recoded_reuse", 2),
    ("cropped_reuse", 2),
    ("far_away", 3),
    ("old_gallery", 2),
    ("mocked_place", 2),
)


@dataclass
class Album:
    """Who is pictured, which lies were sown, and what has been brought so far."""

    there: Settled
    truths: list[Truth] = field(default_factory=list)
    bytes_of: dict[tuple[int, int, int], bytes] = field(default_factory=dict)
    shots: list[tuple[datetime, tuple[int, int, int], Shot]] = field(default_factory=list)
    darkroom: Darkroom = field(default_factory=lambda: Darkroom(()))


def draw(city: City, everything: list[Known], there: Settled) -> tuple[list[Event], Album]:
    """The acts that set slots and bring pictures, in time; and the truth about them. A crowd is not photographed.

    The acts draw in the album's darkroom: enter it around them.
    """
    random, album = Random(67), Album(there)
    chosen = choose(everything, len(city.projects), random)
    calendar = [*city.months, *([city.open_month] if city.open_month else [])]
    plans = {each.sketch.key: _months(each.sketch, calendar, place < MONTHLY) for place, each in enumerate(chosen)}
    album.truths = _lies(chosen, plans, random, len(city.projects))
    lies = {(truth.project, truth.month): truth.kind for truth in album.truths}
    events = []
    for each in chosen:
        if months := plans[each.sketch.key]:
            events += _of(each, months, lies, album, random)
    for each in chosen[:FILMS]:
        if honest := [month for month in plans[each.sketch.key] if (each.sketch.key, month) not in lies]:
            year, month = honest[-1]
            at = moment(date(year, month, 24), 15, 20)
            events.append(Event(at, lambda at, each=each, month=honest[-1]: _bring_film(each, month, album, at)))
    album.darkroom = Darkroom((name, shot) for _at, name, shot in sorted(album.shots, key=lambda each: each[:2]))
    return sorted(events, key=lambda event: event.at), album


def choose(everything: list[Known], projects: int, random: Random) -> list[Known]:
    """The cast's own first, then every manner of building in turn."""
    free = [each for each in everything if _may_be_pictured(each.sketch)]
    count = min(MOST, max(2, projects // 12))
    own = [each for each in free if each.sketch.special.startswith("cdte") or each.sketch.owner == "platform:traffic"]
    chosen = own[: max(1, count // 5)]
    by_manner: dict[str, list[Known]] = {}
    for each in free:
        if each not in chosen:
            by_manner.setdefault(kind_of(each.sketch), []).append(each)
    for group in by_manner.values():
        random.shuffle(group)
    while len(chosen) < count and any(by_manner.values()):
        for group in by_manner.values():
            if group and len(chosen) < count:
                chosen.append(group.pop())
    return chosen


def _may_be_pictured(sketch: Sketch) -> bool:
    begun = sketch.began_on or sketch.started_on
    return bool(begun) and not (sketch.is_bundle or sketch.is_of_a_crowd or sketch.is_duplicate_of is not None)


def kind_of(sketch: Sketch) -> str:
    """What is drawn of it."""
    if "桥" in sketch.name:
        return "bridge"
    if sketch.kind in {"river", "green"}:
        return "river"
    if sketch.kind in {"grid", "energy"}:
        return "plant"
    return sketch.manner


def _months(sketch: Sketch, calendar: list[tuple[int, int]], is_monthly: bool) -> list[tuple[int, int]]:
    """The months with a picture: from the start to the finish, all of them or the last four."""
    begun = sketch.began_on or sketch.started_on
    if begun is None:
        return []
    first = max((begun.year, begun.month + (begun.day > 5)), (2020, 1))
    last = (sketch.completed_on.year, sketch.completed_on.month) if sketch.completed_on else calendar[-1]
    months = [month for month in calendar if first <= month <= last]
    return months if is_monthly else months[-4:]


def _lies(chosen: list[Known], plans: dict[int, list[tuple[int, int]]], random: Random, projects: int) -> list[Truth]:
    """Which pictures lie; the reused ones need an earlier picture of the same project."""
    scale = 1 if projects >= 200 else 0
    later = [(each.sketch.key, month) for each in chosen for month in plans[each.sketch.key][2:]]
    random.shuffle(later)
    found = []
    for kind, count in LIES:
        for _ in range(count if scale else 1):
            if later:
                key, month = later.pop()
                found.append(Truth(key, month, kind))
    return found


# --- what happens --------------------------------------------------------------------------------------------------


def _of(each: Known, months: list[tuple[int, int]], lies: dict, album: Album, random: Random) -> Iterator[Event]:
    sketch = each.sketch
    begun = max(sketch.began_on or sketch.started_on or date(2020, 1, 8), date(2020, 1, 8))
    yield Event(moment(begun, 8, 30), lambda at: _set_slots(each, album, at))
    for year, month in months:
        day = random.randint(7, 12) if month == 1 and year == 2020 else random.randint(6, 17)
        if (year, month) == months[-1] and len(months) > 1 and month == 1 and year > 2020:
            day = random.randint(16, 23)  # the week that the wall shows
        day = max(day, begun.day + 1) if (year, month) == (begun.year, begun.month) else day
        at = moment(date(year, month, min(day, 28)), random.randint(8, 17), random.randrange(60), random.randrange(60))
        said = _Said((year, month), lies.get((sketch.key, (year, month)), ""), random.random(), random.getrandbits(32))
        if "reuse" not in said.lie:
            album.shots.append((at, (sketch.key, *said.month), _shot(each, said, at, Random(said.seed))[1]))
        yield Event(at, lambda at, said=said: _bring(each, said, album, at))


@dataclass(frozen=True)
class _Said:
    month: tuple[int, int]
    lie: str
    chance: float
    seed: int


def _set_slots(each: Known, album: Album, at: datetime) -> None:
    """One viewpoint for everybody, with its rule; at a milestone where the project has one to come."""
    wang, sketch = album.there.cast["wang"], each.sketch
    name = {"road": "路段全景", "bridge": "桥位全景", "river": "河段全景", "farm": "基地全景"}.get(
        kind_of(sketch), "工地全景"
    )
    sampled = sketch.provincial or sketch.key % 3 == 0
    each.slots["overview"] = exhibit.set(
        each.project, by=wang, at=at, name=name, viewpoint="北侧制高点，固定机位",
        reason="省、市重点项目形象进度按比例核实" if sampled else "业主自愿留存，供月度调度和竣工对比使用",
        document=PAPER if sampled else "", asking=Asking.ON_SAMPLING if sampled else Asking.NEVER,
        rate_percent=Decimal(30) if sampled else None, is_camera_only=False, order=1,
    )  # fmt: skip
    coming = next((step for step in sketch.steps if step.name in each.milestones and step.planned_on > at.date()), None)
    if coming:
        each.slots["milestone"] = exhibit.set(
            each.project, by=wang, at=at + timedelta(minutes=2), name=f"{coming.name}现场"[:60], milestone=coming.name,
            viewpoint="作业面近景", reason="节点完成以现场为准，与开竣工认定一并存档", document=PAPER,
            asking=Asking.ON_MILESTONE, order=2,
        )  # fmt: skip


def _bring(each: Known, said: _Said, album: Album, at: datetime) -> None:
    """One picture through `keep` and `exhibit.add`, by the owner's reporter."""
    reporter, random = album.there.reporters[each.sketch.owner], Random(said.seed)
    slot = each.slots["overview"].name
    claim, data = _picture(each, said, album, at, random)
    kept = keep(
        reporter.unit, by=reporter, at=at, name=f"IMG_{at:%Y%m%d_%H%M%S}.jpg", data=data, media_type="image/jpeg"
    )
    exhibit.add(
        each.project, by=reporter, at=at, recorded_at=at + timedelta(minutes=random.choice((0, 1, 1, 2, 55, 190))),
        file=kept, month=Month(*said.month), claim=claim, slot_name=slot, caption=random.choice(CAPTIONS),
    )  # fmt: skip
    each.shown.add((Month(*said.month), slot))


def _bring_film(each: Known, month: tuple[int, int], album: Album, at: datetime) -> None:
    """A film of the site with its poster, filmed in the app; drawn on the spot, for there are few."""
    sketch = each.sketch
    reporter, random = album.there.reporters[sketch.owner], Random(f"film {sketch.key}")
    taken_at = at - timedelta(minutes=4)
    longitude, latitude = _near(sketch, random)
    view = View(f"{sketch.name}|{sketch.key}|film", kind_of(sketch), share_of(sketch, month), month[1])
    data, cover = film(view, taken_at=taken_at, longitude=longitude, latitude=latitude)
    place = Place(longitude, latitude, 8) if longitude is not None and latitude is not None else None
    name = f"VID_{at:%Y%m%d_%H%M%S}.mp4"
    kept, poster = (
        keep(reporter.unit, by=reporter, at=at, name=name + ending, data=each_data, media_type=media_type)
        for ending, each_data, media_type in (("", data, "video/mp4"), (".jpg", cover, "image/jpeg"))
    )
    claim = Claim(
        origin=Origin.CAMERA, taken_at=taken_at, place=place, nonce=f"模拟-{random.getrandbits(32):08x}",
        nonce_at=taken_at - timedelta(hours=2), device=f"模拟手机-{sketch.key % 97:02d}",
    )  # fmt: skip
    exhibit.add(
        each.project, by=reporter, at=at, recorded_at=at, file=kept, poster=poster, month=Month(*month), claim=claim,
        caption="现场环拍",
    )  # fmt: skip


def _shot(each: Known, said: _Said, at: datetime, random: Random) -> tuple[datetime, Shot]:
    """When it is said to be taken, and what is taken with which words in the file."""
    sketch, lie = each.sketch, said.lie
    taken_at = at - timedelta(minutes=random.randint(1, 9))
    longitude, latitude = _near(sketch, random)
    if lie == "far_away" and longitude is not None and latitude is not None:
        longitude, latitude = longitude + Decimal("0.092"), latitude - Decimal("0.061")
    if lie == "mocked_place" and longitude is not None and latitude is not None:
        longitude, latitude = longitude.quantize(Decimal("0.01")), latitude.quantize(Decimal("0.01"))
    written_at = taken_at - timedelta(days=64) if lie == "old_gallery" else taken_at
    view = View(f"{sketch.name}|{sketch.key}", kind_of(sketch), share_of(sketch, said.month), said.month[1])
    return taken_at, Shot(view, written_at, longitude, latitude)


def _picture(each: Known, said: _Said, album: Album, at: datetime, random: Random) -> tuple[Claim, bytes]:
    """The bytes and what is claimed of them; a lie changes one or the other."""
    sketch, lie, name = each.sketch, said.lie, (each.sketch.key, *said.month)
    taken_at, shot = _shot(each, said, at, random)
    longitude, latitude = shot.longitude, shot.latitude
    earlier = _earlier(album, sketch, said.month)
    if earlier and lie == "exact_reuse":
        data = earlier
    elif earlier and lie in {"recoded_reuse", "cropped_reuse"}:
        data = _again(earlier, is_cropped=lie == "cropped_reuse")
    else:
        data = album.darkroom.take(name, shot)
    album.bytes_of[name] = data
    origin = Origin.CAMERA
    if lie == "old_gallery":
        origin = Origin.GALLERY
    elif not lie and said.chance < 0.12:
        origin = Origin.DESKTOP
    place = None
    if longitude is not None and latitude is not None and origin != Origin.DESKTOP:
        place = Place(longitude, latitude, random.choice((5, 8, 12, 18, 25)))
    is_camera = origin == Origin.CAMERA
    claim = Claim(
        origin=origin, taken_at=taken_at if origin != Origin.DESKTOP else None, place=place,
        nonce=f"模拟-{said.seed:08x}" if is_camera else "",
        nonce_at=taken_at - timedelta(hours=random.randint(1, 5)) if is_camera else None,
        device=f"模拟手机-{sketch.key % 97:02d}" if is_camera else "",
    )  # fmt: skip
    return claim, data


def _near(sketch: Sketch, random: Random) -> tuple[Decimal | None, Decimal | None]:
    """Within some eighty metres of the site."""
    if sketch.longitude is None or sketch.latitude is None:
        return None, None
    step = Decimal("0.000001")
    return sketch.longitude + random.randint(-780, 780) * step, sketch.latitude + random.randint(-700, 700) * step


def _earlier(album: Album, sketch: Sketch, month: tuple[int, int]) -> bytes | None:
    """The project's first picture."""
    months = sorted(key for key in album.bytes_of if key[0] == sketch.key and key[1:] < month)
    return album.bytes_of[months[0]] if months else None


def _again(data: bytes, *, is_cropped: bool) -> bytes:
    """The same picture saved once more, smaller, perhaps cut; whatever the file said of itself is gone."""
    image = Image.open(BytesIO(data))
    if is_cropped:
        width, height = image.size
        image = image.crop((round(width * 0.1), round(height * 0.08), round(width * 0.95), round(height * 0.93)))
    image = image.resize((round(image.width * 0.86), round(image.height * 0.86)))
    target = BytesIO()
    image.save(target, "JPEG", quality=78)
    return target.getvalue()


def share_of(sketch: Sketch, month: tuple[int, int]) -> float:
    """How far the work is by then, from the money that the reports say; finished only when it is."""
    if sketch.completed_on and (sketch.completed_on.year, sketch.completed_on.month) <= month:
        return 1.0
    done = sketch.prior_wan + sum(report.final_wan for key, report in sketch.reports.items() if key <= month)
    share = done / sketch.total_wan if sketch.total_wan else 0.0
    return min(0.93, max(0.02, share))


def unshown(each: Known, month: Month) -> tuple[Unshown, ...]:
    """As `yidan.progress.queries` finds it, from what the loader remembers."""
    reached: dict[str, Any] = {name: made.actual_on for name, made in each.milestones.items()}
    return tuple(
        Unshown(slot.name, slot.reason)
        for slot in sorted(each.slots.values(), key=lambda slot: (slot.order, slot.pk))
        if rules.is_asked(slot, each.project.internal_id, month, reached, SAMPLING_SEED.default)
        and (month, slot.name) not in each.shown
    )
