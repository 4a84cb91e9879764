"""Which language a thread speaks, kept where asking costs next to nothing.

Every word of a page asks first which language is spoken: a project's page two hundred and forty times for a
translation, two hundred times for the language alone. Django keeps it in a store that also serves coroutines, of which
there are none here (docs/decisions/0004); that store was a twentieth of the page.
"""

from __future__ import annotations

import threading
from typing import Any

from django.utils.translation import trans_real


def keep_by_thread() -> None:
    """From here on, in this process; what is spoken stays."""
    before: Any = trans_real._active  # type: ignore[attr-defined]
    kept = threading.local()
    if hasattr(before, "value"):
        kept.value = before.value
    trans_real._active = kept  # type: ignore[attr-defined]
