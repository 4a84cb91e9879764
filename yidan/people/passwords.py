"""口令复杂度: what a new password must hold (domain.md §12). Passwords set before are not asked about."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from yidan.people.rules import password_classes

CLASSES_ASKED = 3
LENGTH_ASKED = 8


class LengthValidator:
    """Eight characters; Django's own of the kind says so in English only."""

    def validate(self, password: str, user: Any = None) -> None:
        """Refuse a shorter one."""
        if len(password) < LENGTH_ASKED:
            raise ValidationError(self.get_help_text(), code="password_too_short")

    def get_help_text(self) -> str:
        """What is asked, as one sentence."""
        return _("密码至少%(count)d位。") % {"count": LENGTH_ASKED}


class ClassesValidator:
    """Three of four: capitals, small letters, digits, signs."""

    def validate(self, password: str, user: Any = None) -> None:
        """Refuse a password of fewer classes."""
        if password_classes(password) < CLASSES_ASKED:
            raise ValidationError(self.get_help_text(), code="password_too_plain")

    def get_help_text(self) -> str:
        """What is asked, as one sentence."""
        return _("密码须含大写字母、小写字母、数字、符号四类中的至少三类。")
