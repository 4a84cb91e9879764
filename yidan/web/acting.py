"""From a form to a command: run it once; a refusal is shown where it belongs and what was entered stays."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any, TypeVar
from uuid import uuid4

from django import forms
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from yidan.kernel import policy
from yidan.kernel.errors import Refused
from yidan.kernel.verbs import Verb
from yidan.web import clock
from yidan.web.request import Request

Result = TypeVar("Result")


class ActForm(forms.Form):
    """A form whose sending is one act: its `key` makes a second press of the button do nothing."""

    fields: dict[str, Any]  # each of its own kind, which the stubs cannot know
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    # fields that few need: they stand folded under one line of projects/act.html
    FOLDED: Collection[str] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = uuid4
        for field in self.fields.values():
            if field.error_messages.get("required") is forms.Field.default_error_messages["required"]:
                said = {"label": str(field.label or "").rstrip("：:")}
                field.error_messages["required"] = _("请填写“%(label)s”。") % said if said["label"] else _("请填写。")

    def entered(self, *but: str) -> dict[str, Any]:
        """What was entered, without the key and without the fields named."""
        return {name: value for name, value in self.cleaned_data.items() if name not in {"key", *but}}


def act_of(request: Request, form: forms.Form | None = None) -> dict[str, Any]:
    """Who acts, when, and which request it is: what every command asks for."""
    return {"by": request.user, "at": clock.now(), "key": form.cleaned_data.get("key") if form else None}


def attempt(request: Request, form: forms.Form, run: Callable[[], Result]) -> Result | None:
    """Run the command if the form was sent and is whole; None where it was not, or where the command refuses.

    The refusal's sentence stands at the field it names, or above the form where nobody would see it there.
    """
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return run()
    except Refused as refusal:
        name = getattr(refusal, "field", "")
        is_seen = name in form.fields and not form.fields[name].widget.is_hidden
        form.add_error(name if is_seen else None, str(refusal))
        return None


def require(request: Request, verb: Verb, subject: Any = None) -> None:
    """Open a form's page only to those who may use it; others read who could."""
    if reason := policy.deny(request.user, verb, subject):
        raise PermissionDenied(reason)
