"""A file is stored once by the hash of its bytes."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class File(models.Model):
    """Original bytes, kept once; never recompressed, never stripped."""

    sha256 = models.CharField(max_length=64, unique=True)
    size_bytes = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    name = models.CharField(_("文件名"), max_length=200)
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="file_sha256_is_hex", condition=Q(sha256__regex=r"^[0-9a-f]{64}$")),
        ]

    def __str__(self) -> str:
        return self.name
