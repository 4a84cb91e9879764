"""What can go wrong on purpose; each message is one sentence that may be shown to a user."""

from __future__ import annotations

from django.utils.translation import gettext as _


class Refused(Exception):
    """The act is not allowed; str(self) says what, where, and what to do now."""


class NotPermitted(Refused):
    """This person may not do this here."""


class IllegalMove(Refused):
    """The paper is not in a state from which this act leads on."""


class Stale(Refused):
    """Somebody else was faster."""

    @classmethod
    def moved(cls) -> Stale:
        """They took the step that was to be taken."""
        return cls(_("刚刚已被他人办理，请刷新后再看；您填写的内容没有丢。"))

    @classmethod
    def changed(cls) -> Stale:
        """They changed the record that was to be changed."""
        return cls(_("这条记录刚刚已被他人更改，请刷新后再看；您填写的内容没有丢。"))


class Invalid(Refused):
    """What was entered does not hold; `field` names where, so that the form can show it there."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class NthRefused(Refused):
    """Of many acts done together, the one at `index` is refused, and so none is done."""

    def __init__(self, index: int, refusal: Refused) -> None:
        super().__init__(str(refusal))
        self.index = index
