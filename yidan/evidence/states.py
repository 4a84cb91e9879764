"""The words of evidence: what a file is, where a picture came from, what a person decided of it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What a file is for the eye."""

    PHOTO = "photo", _("照片")
    VIDEO = "video", _("视频")
    DOCUMENT = "document", _("文件")

    @classmethod
    def of(cls, media_type: str) -> Kind:
        """The kind of a media type; whatever is neither picture nor film is a document."""
        return {"image": cls.PHOTO, "video": cls.VIDEO}.get(media_type.split("/")[0], cls.DOCUMENT)


class Origin(models.TextChoices):
    """How a picture reached the person's hands. `CAMERA` is the field app's word, not proof."""

    CAMERA = "camera", _("现场拍摄")
    GALLERY = "gallery", _("相册选取")
    DESKTOP = "desktop", _("电脑上传")


class ReadingState(models.TextChoices):
    """How far the reading of a file's content is; `UNREADABLE` keeps the file and says why."""

    WAITING = "waiting", _("待读取")
    READ = "read", _("已读取")
    UNREADABLE = "unreadable", _("无法读取")


class Verdict(models.TextChoices):
    """What a person decided after looking; the grade is only advice."""

    CREDIBLE = "credible", _("认可")
    DOUBTFUL = "doubtful", _("存疑")
    REJECTED = "rejected", _("不予采信")
