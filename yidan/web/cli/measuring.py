"""How well copies are found, how seldom honest pictures are mistaken for them, how long it takes: measured.

Real photos from a folder, parts of large ones as pictures of their own, and drawn sites; each is changed as a
cheat would, and looked for among all. Nothing is kept: it runs in a home of its own.
"""

from __future__ import annotations

import io
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

from PIL import Image, ImageEnhance, ImageFilter, ImageOps

from yidan.evidence import finding, parameters
from yidan.evidence.commands import benching
from yidan.evidence.reading import Found, Reader
from yidan.web.demo.scenes.photo import KINDS, View, scene_of

ENDINGS = {".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif"}
SAME = float(parameters.ALIKE.default) / 100
STRAIGHT = float(parameters.STRAIGHT.default) / 100
LARGE = 2_000_000
# How the names begin under which well-known collections hold one picture in several files.
TWINS = (("landscape_",), ("exif-dpi-zerodivision", "invalid-exif"))


@dataclass
class Base:
    """A picture to be copied; `family` is the photo it comes from, `part` which part of it."""

    name: str
    image: Image.Image
    family: str
    part: str = ""
    file_id: int = 0

    def is_kin(self, other: Base) -> bool:
        """Whether the two share pixels: a photo and its part, or themselves."""
        return self.family == other.family and (self.part == other.part or not self.part or not other.part)


@dataclass
class Tally:
    """Found of tried, and what was missed."""

    found: int = 0
    tried: int = 0
    missed: list[str] = field(default_factory=list)

    def count(self, is_found: bool, name: str) -> None:
        """One more."""
        self.tried += 1
        self.found += is_found
        if not is_found:
            self.missed.append(name)

    @property
    def percent(self) -> float:
        """Found of a hundred."""
        return 100 * self.found / self.tried if self.tried else 0.0

    def as_json(self) -> dict[str, Any]:
        """For programs."""
        return {"found": self.found, "tried": self.tried, "percent": round(self.percent, 2)}


# --- pictures ------------------------------------------------------------------------------------------------------


def photographed(folder: Path, reader: Reader) -> Iterator[Base]:
    """The photos of a folder, a photo saved in several ways only once, and the ninths of large ones.

    They are decoded in the cage, as everything that comes from outside: here are only its previews of 1600 pixels.
    """
    seen: set[str] = set()
    for path in sorted(each for each in folder.rglob("*") if each.suffix.lower() in ENDINGS):
        family = next((names[0] for names in TWINS if path.stem.startswith(names)), path.stem)
        with path.open("rb") as file:
            found = reader.read(file, "photo")
        size = found.facts.get("width", 0), found.facts.get("height", 0)
        if found.reason or family in seen or min(size) < 200:
            continue
        seen.add(family)
        image = Image.open(io.BytesIO(found.previews["view"])).convert("RGB")
        if size[0] * size[1] > LARGE:
            wide, high = image.width // 3, image.height // 3
            for place in range(9):
                x, y = place % 3 * wide, place // 3 * high
                yield Base(f"{path.name} {place + 1}/9", image.crop((x, y, x + wide, y + high)), family, str(place))
        yield Base(path.name, image, family)


def drawn(sites: int) -> Iterator[Base]:
    """Drawn sites, each its own family, two months apart in time and work."""
    for site in range(sites):
        kind = KINDS[site % len(KINDS)]
        yield Base(f"{kind} {site}", _scene(site, 0.4, 5), f"site {site}")


def _scene(site: int, share: float, month: int) -> Image.Image:
    return scene_of(View(f"bench {site}", KINDS[site % len(KINDS)], share, month)).convert("RGB")


def _saved(image: Image.Image, quality: int) -> bytes:
    target = io.BytesIO()
    image.convert("RGB").save(target, "JPEG", quality=quality)
    return target.getvalue()


def _resized(image: Image.Image, share: float) -> Image.Image:
    return image.resize((max(64, round(image.width * share)), max(64, round(image.height * share))))


def _cut(image: Image.Image, wide: float, high: float, dice: Random) -> Image.Image:
    x, y = dice.uniform(0, 1 - wide) * image.width, dice.uniform(0, 1 - high) * image.height
    return image.crop((int(x), int(y), int(x + wide * image.width), int(y + high * image.height)))


def _retaken(image: Image.Image, dice: Random) -> Image.Image:
    """The same viewpoint another day: a hand's breadth beside, other light, something built."""
    shift = image.rotate(dice.uniform(-1.2, 1.2), Image.Resampling.BICUBIC)
    left, top = dice.uniform(0.01, 0.03) * image.width, dice.uniform(0.01, 0.03) * image.height
    shift = shift.crop((int(left), int(top), int(image.width * 0.96 + left), int(image.height * 0.96 + top)))
    shift = ImageEnhance.Brightness(shift).enhance(dice.uniform(0.8, 1.2))
    shift = ImageEnhance.Contrast(shift).enhance(dice.uniform(0.85, 1.15))
    wide, high = shift.width // 4, shift.height // 4
    spot = (dice.randrange(shift.width - wide), dice.randrange(shift.height // 3, shift.height - high))
    shift.paste(tuple(dice.randrange(60, 200) for _ in range(3)), (*spot, spot[0] + wide, spot[1] + high))
    return shift.filter(ImageFilter.GaussianBlur(0.6))


SIDES: tuple[tuple[float, float], ...] = ((0.8, 1), (1, 0.8))
Change = Callable[[Image.Image, Random], Image.Image]
# name: (what is done, how often to each picture)
CHANGES: dict[str, tuple[Change, int]] = {
    "re-encoded": (lambda image, dice: image, 3),
    "resized": (lambda image, dice: _resized(image, dice.uniform(0.3, 0.95)), 3),
    "brighter or darker": (lambda image, dice: ImageEnhance.Brightness(image).enhance(dice.uniform(0.75, 1.3)), 1),
    "20 % crop: of the area": (lambda image, dice: _cut(image, 0.8**0.5, 0.8**0.5, dice), 3),
    "20 % crop: of both sides": (lambda image, dice: _cut(image, 0.8, 0.8, dice), 3),
    "20 % crop: of one side": (lambda image, dice: _cut(image, *dice.choice(SIDES), dice), 2),
    "mirrored": (lambda image, dice: ImageOps.mirror(image), 1),
    "turned": (lambda image, dice: image.rotate(dice.choice((90, 180, 270)), expand=True), 1),
}


# --- measuring -----------------------------------------------------------------------------------------------------


class Bench:
    """One run: pictures in, tallies out."""

    def __init__(self, at: datetime, on_step: Callable[[], None] = lambda: None) -> None:
        self.at, self.on_step = at, on_step
        self.reader = Reader()
        self.dice = Random(7)
        self.bases: list[Base] = []
        self.by_file: dict[int, Base] = {}
        self.hashes: list[list[int | None]] = []
        self.false: list[tuple[str, str, float]] = []
        self.honest_pairs = 0

    def read(self, data: bytes) -> Found:
        """What the caged child says of these bytes."""
        with tempfile.TemporaryFile() as file:
            file.write(data)
            file.seek(0)
            return self.reader.read(file, "photo")

    def alike(self, found: Found, own: int = 0) -> list[finding.Alike]:
        """The kept pictures that this one shows again."""
        facts = found.facts
        if not facts.get("hashes"):
            return []
        sketch = bytes.fromhex(facts["sketch"])
        return [each for each in finding.alike(facts["hashes"], facts["turned"], sketch, own) if each.alike >= SAME]

    def keep(self, base: Base) -> None:
        """Let it be one of the pictures that are there."""
        found = self.read(_saved(base.image, 90))
        if not found.facts.get("hashes"):
            return
        base.file_id = benching.add_picture(len(self.bases) + 1, found, at=self.at).pk
        self.bases.append(base)
        self.by_file[base.file_id] = base
        self.hashes.append(found.facts["hashes"])
        self._note(base, self.alike(found, base.file_id), [each for each in self.bases if each is not base])
        self.on_step()

    def _note(self, base: Base, hits: list[finding.Alike], among: list[Base]) -> None:
        """Count the honest pairs this picture makes, and those that were taken for copies."""
        self.honest_pairs += sum(not base.is_kin(other) for other in among)
        for hit in hits:
            other = self.by_file.get(hit.file_id)
            if other and not base.is_kin(other):
                self.false.append((base.name, other.name, round(hit.alike, 4)))

    def changed(self) -> dict[str, Tally]:
        """Every picture changed in every way, and looked for."""
        tallies = {name: Tally() for name in CHANGES}
        for base in self.bases:
            for name, (change, times) in CHANGES.items():
                for _time in range(times):
                    found = self.read(_saved(change(base.image, self.dice), self.dice.randint(40, 88)))
                    hits = self.alike(found)
                    tallies[name].count(any(hit.file_id == base.file_id for hit in hits), base.name)
                    self._note(base, hits, self.bases)
            self.on_step()
        return tallies

    def retaken(self) -> Tally:
        """The same viewpoint another day, which is what slots ask for: how many are called last month's picture."""
        tally = Tally()
        for base in self.bases:
            found = self.read(_saved(_retaken(base.image, self.dice), 85))
            tally.count(self._is_called_same(found, base), base.name)
        return tally

    def _is_called_same(self, found: Found, base: Base) -> bool:
        hits = [hit for hit in self.alike(found) if hit.file_id == base.file_id]
        return any((hit.straight if hit.way == "whole" else hit.alike) >= STRAIGHT for hit in hits)

    def months_of_sites(self, sites: int) -> Tally:
        """Drawn sites month after month from one and the same point."""
        tally = Tally()
        for base in self.bases:
            if not base.family.startswith("site "):
                continue
            site = int(base.family.split()[1])
            for step in range(1, 4):
                found = self.read(_saved(_scene(site, 0.4 + 0.12 * step, 5 + step), 85))
                tally.count(self._is_called_same(found, base), f"{base.name} +{step}")
        return tally

    def look_up(self, count: int) -> dict[str, Any]:
        """Milliseconds of one look-up among so many hashes, each with whole, turns and crops."""
        there = benching.fill_prints(self.hashes, count, at=self.at)
        benching.settle()
        walls, cpus = [], []
        turned = {"mirrored": 0x123456789ABCDEF0, "turned_90": 0x0F1E2D3C4B5A6978, "turned_180": 1 << 63}
        for hashes in self.hashes * 2:
            began = time.perf_counter(), time.process_time()
            finding.candidates(hashes, turned)
            walls.append(1000 * (time.perf_counter() - began[0]))
            cpus.append(1000 * (time.process_time() - began[1]))
        walls.sort()
        names = (("p50_ms", 0.5), ("p95_ms", 0.95), ("max_ms", 1))
        found = {name: round(walls[min(len(walls) - 1, int(len(walls) * share))], 1) for name, share in names}
        return {"hashes": there, "look_ups": len(walls), "cpu_ms": round(sum(cpus) / len(cpus), 1), **found}

    def reading_costs(self) -> dict[str, Any]:
        """CPU of reading a 12-megapixel JPEG: child and parent, EXIF, hashes, previews and rows.

        It is laid out of the largest pictures side by side, unscaled, so that it is as hard to decode as a photo.
        """
        large = sorted(self.bases, key=lambda base: -base.image.width * base.image.height)[:9]
        pieces = [ImageOps.fit(base.image, (1334, 1000)) for base in large]
        sheets = []
        for _sheet in range(10):
            sheet = Image.new("RGB", (4000, 3000))
            for place, piece in enumerate(self.dice.sample(pieces, len(pieces))):
                sheet.paste(piece, (place % 3 * 1333, place // 3 * 1000))
            sheets.append(_saved(sheet, 88))
        self.read(sheets[0])
        before, times = (self._child_seconds(), time.process_time()), len(sheets)
        for number, data in enumerate(sheets):
            benching.add_picture(10**9 + number, self.read(data), at=self.at)
        child, parent = self._child_seconds() - before[0], time.process_time() - before[1]
        return {
            "megapixels": 12, "bytes": sum(map(len, sheets)) // times, "child_ms": round(1000 * child / times, 1),
            "parent_ms": round(1000 * parent / times, 1), "cpu_ms": round(1000 * (child + parent) / times, 1),
        }  # fmt: skip

    def _child_seconds(self) -> float:
        words = Path(f"/proc/{self.reader.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


def run(
    folder: Path | None, *, sites: int, hashes: int, at: datetime, on_step: Callable[[], None] = lambda: None
) -> dict[str, Any]:
    """The whole measurement, as plain values."""
    bench = Bench(at, on_step)
    with bench.reader:
        for base in [*(photographed(folder, bench.reader) if folder else ()), *drawn(sites)]:
            bench.keep(base)
        tallies = bench.changed()
        retaken, months = bench.retaken(), bench.months_of_sites(sites)
        costs = bench.reading_costs()
        looks = bench.look_up(hashes) if hashes else {}
    false = {tuple(sorted(pair[:2])) for pair in bench.false}
    return {
        "pictures": len(bench.bases),
        "is_caged": bench.reader.is_caged,
        "found": {name: tally.as_json() for name, tally in tallies.items()},
        "missed": {name: tally.missed[:10] for name, tally in tallies.items() if tally.missed},
        "false_alarms": {
            "pairs": bench.honest_pairs, "alarms": len(bench.false), "pictures": sorted(false)[:20],
            "percent": round(100 * len(bench.false) / max(1, bench.honest_pairs), 4),
        },
        "same_viewpoint_called_same": {"simulated": retaken.as_json(), "drawn_months": months.as_json()},
        "reading": costs,
        "look_up": looks,
    }  # fmt: skip
