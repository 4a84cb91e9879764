"""The registers that come with the product, for an office to take into use."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import yidan.targets


@cache
def shipped() -> tuple[dict[str, Any], ...]:
    """Each with key, name, family, basis, whether open to all, and its definition."""
    path = Path(yidan.targets.__file__).parent / "shipped" / "registers.json"
    return tuple(json.loads(path.read_text(encoding="utf-8")))
