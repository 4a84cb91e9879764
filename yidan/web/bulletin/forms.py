"""The forms of the acts on papers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yidan.bulletins.states import Withheld
from yidan.web.acting import ActForm


class PlainForm(ActForm):
    """An act that needs no words."""


class CommentForm(ActForm):
    """What the unit that is named says."""

    agrees = forms.TypedChoiceField(
        label=_("意见"), choices=[("yes", _("无意见")), ("no", _("有不同意见"))], widget=forms.RadioSelect,
        initial="yes", coerce=lambda value: value == "yes",
    )  # fmt: skip
    text = forms.CharField(
        label=_("哪里不对、依据是什么"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )


class SignForm(ActForm):
    """The digits that nobody vouches for are looked at one by one."""

    is_checked = forms.BooleanField(label=_("人工填写的数字已逐个核对"))

    def __init__(self, *args: Any, typed: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not typed:
            del self.fields["is_checked"]

    def entered(self, *but: str) -> dict[str, Any]:
        """Ticking is between the reader and the page; the command counts again."""
        return super().entered("is_checked", *but)


class PublishForm(ActForm):
    """The document's number, and whether everybody may read it."""

    document = forms.CharField(
        label=_("文号"), max_length=60, required=False, help_text=_("如 株重办〔2020〕12号；期号自动编，不用填。")
    )
    is_public = forms.BooleanField(label=_("可公开：不用登录也能在网上看"), required=False)
    withheld = forms.MultipleChoiceField(
        label=_("公开版略去"), choices=Withheld.choices, required=False, widget=forms.CheckboxSelectMultiple,
        initial=[Withheld.OWNER.value, Withheld.BEHIND.value, Withheld.SOURCES.value],
        help_text=_("姓名和电话一律不出现在公开版里，不用勾。"),
    )  # fmt: skip


class ReasonForm(ActForm):
    """Why."""

    reason = forms.CharField(label=_("原因"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class FileForm(forms.Form):
    """The file to check."""

    file = forms.FileField(label=_("文件"))
