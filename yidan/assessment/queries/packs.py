"""Which scheme holds for a month: the version the office adopted, else the one that is shipped."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from yidan.assessment.models import AdoptedPack
from yidan.assessment.rules import Pack, PackFault, read_pack
from yidan.figures import matters
from yidan.figures.define import REGISTRY
from yidan.figures.queries import get
from yidan.kernel.errors import Invalid
from yidan.kernel.values import Month

FOLDER = Path(__file__).parents[1] / "packs"
DEFAULT = "default"


@cache
def shipped() -> dict[str, dict[str, Any]]:
    """The packs that come with the program, by key, the default first."""
    paths = sorted(FOLDER.glob("*.json"), key=lambda path: (path.stem != DEFAULT, path.stem))
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in paths}


@cache
def cases(key: str) -> list[dict[str, Any]]:
    """The worked examples beside a shipped pack."""
    path = FOLDER / "cases" / f"{key}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else []


def known_packs() -> dict[str, str]:
    """Key and label of every pack."""
    adopted = AdoptedPack.objects.live().order_by("since").values_list("pack", "data")
    return {key: data["label"] for key, data in shipped().items()} | {key: data["label"] for key, data in adopted}


def versions(key: str) -> list[AdoptedPack]:
    """What the office adopted of a pack, the newest first."""
    return list(AdoptedPack.objects.live().filter(pack=key).select_related("adopted_by").order_by("-since"))


def pack_data(key: str, month: Month, as_of: datetime | None = None) -> dict[str, Any]:
    """The data of the version that holds in that month, as known then."""
    adopted = AdoptedPack.objects.known_at(as_of).filter(pack=key, since__lte=month).order_by("-since").first()
    data = adopted.data if adopted else shipped().get(key)
    if data is None:
        known = "、".join(known_packs())
        raise Invalid(
            _("没有“%(key)s”这个计分办法，可用的有：%(known)s。") % {"key": key, "known": known}, field="pack"
        )
    return data


def read(data: Mapping[str, Any]) -> Pack:
    """The scheme of such data; refused with the place where it does not hold together."""
    get("project.count")  # declares the figures
    try:
        return read_pack(data, {*REGISTRY, *matters.REGISTRY})
    except PackFault as fault:
        raise Invalid(_("计分办法不成立：%(fault)s。") % {"fault": fault}, field="data") from None


def pack_of(key: str, month: Month, as_of: datetime | None = None) -> Pack:
    """The scheme that holds in that month."""
    return read(pack_data(key, month, as_of))
