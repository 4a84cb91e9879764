"""A file is stored once by the hash of its bytes; what is claimed, read and decided of it stands beside it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yidan.evidence.rules.claims import seal
from yidan.evidence.states import Kind, Origin, ReadingState, Verdict
from yidan.kernel.facts import Fact, one_live
from yidan.kernel.policy import Reach
from yidan.people.models import Person, Unit


class File(models.Model):
    """Original bytes, kept once; never recompressed, never stripped."""

    sha256 = models.CharField(max_length=64, unique=True)
    sm3 = models.CharField(max_length=64, blank=True, help_text="GB/T 32905; empty until it was read once more")
    size_bytes = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    name = models.CharField(_("文件名"), max_length=200)
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="file_sha256_is_hex", condition=Q(sha256__regex=r"^[0-9a-f]{64}$")),
            models.CheckConstraint(name="file_sm3_is_hex", condition=Q(sm3="") | Q(sm3__regex=r"^[0-9a-f]{64}$")),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def kind(self) -> Kind:
        """Photo, video or document, by its type."""
        return Kind.of(self.media_type)


class Receipt(models.Model):
    """A person brought these bytes, and all of them arrived: what nobody has shown to have, nobody can attach."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    file = models.ForeignKey(File, models.PROTECT, related_name="receipts")
    kept_at = models.DateTimeField(help_text="when the last byte was there and its hash compared")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "file"], name="receipt_once_a_person")]
        indexes = [models.Index(fields=["person", "kept_at"], name="receipt_by_person")]

    def __str__(self) -> str:
        return f"{self.person} {self.file}"


class Reading(models.Model):
    """What the bytes themselves say: size, EXIF, difference hash, previews.

    Derived from the file alone, so it may be dropped and read again at any time; nobody's act, no entry.
    `attempts` and `lease_ends_at` let any worker take over what a killed one left.
    """

    file = models.OneToOneField(File, models.CASCADE, related_name="reading")
    state = models.CharField(max_length=10, choices=ReadingState, default=ReadingState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_ends_at = models.DateTimeField(null=True, blank=True)
    fault = models.CharField(max_length=300, blank=True, help_text="why it was not read: a key of wording.FAULTS")
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    seconds = models.DecimalField(max_digits=9, decimal_places=3, null=True, blank=True)
    taken_at = models.DateTimeField(
        null=True, blank=True, help_text="EXIF or container time; Beijing's if it names none"
    )
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True, help_text="EXIF, WGS-84")
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    camera = models.CharField(max_length=120, blank=True, help_text="make and model, or the program that wrote it")
    software = models.CharField(max_length=60, blank=True, help_text="the program that wrote the file")
    sketch = models.BinaryField(null=True, blank=True, help_text="32 × 32 greys; none: too even to be compared")
    has_preview = models.BooleanField(default=False)
    view_sha256 = models.CharField(max_length=64, blank=True, help_text="of the preview as it was drawn")
    thumb_sha256 = models.CharField(max_length=64, blank=True)
    rules_version = models.PositiveSmallIntegerField(default=0, help_text="rules.likeness.VERSION; 0: not read yet")

    class Meta:
        indexes = [
            models.Index(fields=["lease_ends_at"], condition=Q(state="waiting"), name="reading_waiting"),
            models.Index(
                fields=["rules_version"], condition=Q(state="read", sketch__isnull=False), name="reading_by_rules"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="reading_place_is_paired",
                condition=Q(longitude__isnull=True, latitude__isnull=True)
                | Q(longitude__isnull=False, latitude__isnull=False),
            ),
            models.CheckConstraint(
                name="reading_fault_is_said",
                condition=~Q(state="unreadable") | ~Q(fault=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_id} {self.get_state_display()}"


class Print(models.Model):
    """One difference hash of a picture: of its whole (crop 0) or of a crop (rules.likeness.CROPS). Derived."""

    file = models.ForeignKey(File, models.CASCADE, related_name="prints")
    crop = models.PositiveSmallIntegerField()
    bits = models.BigIntegerField(help_text="64 bits, signed")
    band_0 = models.IntegerField(help_text="the lowest 16 bits")
    band_1 = models.IntegerField()
    band_2 = models.IntegerField()
    band_3 = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "crop"], name="print_once_a_crop")]
        indexes = [
            *(models.Index(fields=[f"band_{band}", "crop", "bits"], name=f"print_by_band_{band}") for band in range(4)),
            # A new picture's crops are looked for among wholes only: forty hashes, but in a fortieth of the rows.
            *(
                models.Index(fields=[f"band_{band}", "bits"], condition=Q(crop=0), name=f"print_whole_band_{band}")
                for band in range(4)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_id} {self.crop}"


class Likeness(models.Model):
    """Two files show one picture: `file` was kept after `other`. Derived from both readings."""

    file = models.ForeignKey(File, models.CASCADE, related_name="likenesses")
    other = models.ForeignKey(File, models.CASCADE, related_name="later_likenesses")
    way = models.CharField(max_length=10, help_text="whole, crop, mirrored, turned_90, turned_180, turned_270")
    alike_percent = models.DecimalField(max_digits=5, decimal_places=2, help_text="correlation where they fit best")
    straight_percent = models.DecimalField(max_digits=5, decimal_places=2, help_text="correlation as they lie")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["file", "other"], name="likeness_once"),
            models.CheckConstraint(name="likeness_later_file_first", condition=Q(file__gt=F("other"))),
        ]

    def __str__(self) -> str:
        return f"{self.file_id} ~ {self.other_id} {self.alike_percent}"


class Capture(models.Model):
    """A person brought a file: what is claimed of when, where and how it was taken, and between which two moments.

    `nonce_at` is when the server gave out the nonce that came along (not before it was it handed to the phone),
    `received_at` the receipt: what was taken in the app lies between them, as far as the app is believed.
    The place can be taken away by the person (domain.md §13.4), so no journal entry ever carries it.
    """

    file = models.ForeignKey(File, models.PROTECT, related_name="captures")
    poster = models.ForeignKey(
        File, models.PROTECT, null=True, blank=True, related_name="+", help_text="a video's picture, made by the phone"
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    origin = models.CharField(max_length=8, choices=Origin)
    taken_at = models.DateTimeField(null=True, blank=True, help_text="the phone's claim")
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True, help_text="WGS-84")
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    accuracy_m = models.PositiveIntegerField(null=True, blank=True)
    place_removed_at = models.DateTimeField(null=True, blank=True)
    place_salt = models.CharField(
        max_length=32, blank=True, help_text="goes with the place: without it nobody can guess a place from its seal"
    )
    nonce = models.CharField(max_length=120, blank=True)
    nonce_at = models.DateTimeField(null=True, blank=True)
    nonce_fault = models.CharField(max_length=100, blank=True, help_text="why the nonce that came proves nothing")
    device = models.CharField(max_length=60, blank=True, help_text="a number the installation gave itself")
    received_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["person", "received_at"], name="capture_by_person"),
            models.Index(fields=["person", "taken_at"], name="capture_by_person_taken"),
            models.Index(fields=["person", "longitude", "latitude"], name="capture_by_person_place"),
        ]
        constraints = [
            models.CheckConstraint(
                name="capture_place_is_paired",
                condition=Q(longitude__isnull=True, latitude__isnull=True)
                | Q(longitude__isnull=False, latitude__isnull=False)
                & Q(longitude__gte=-180, longitude__lte=180, latitude__gte=-90, latitude__lte=90),
            ),
            models.CheckConstraint(
                name="capture_removed_place_is_gone",
                condition=Q(place_removed_at__isnull=True)
                | Q(longitude__isnull=True, accuracy_m__isnull=True, place_salt=""),
            ),
            models.CheckConstraint(
                name="capture_nonce_before_receipt",
                condition=Q(nonce_at__isnull=True) | Q(nonce_at__lte=F("received_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file} {self.get_origin_display()}"

    @property
    def claim_seal(self) -> str:
        """What was claimed but for the place, as a digest for the entry, so that no row is changed unseen."""
        poster = self.poster.sha256 if self.poster else None
        return seal(
            self.file.sha256, poster, self.person_id, self.origin, self.taken_at, self.nonce, self.nonce_at,
            self.nonce_fault, self.device, self.received_at,
        )  # fmt: skip

    @property
    def place_seal(self) -> str:
        """The place as a digest that says nothing once its salt is gone; empty where there is no place."""
        if self.longitude is None:
            return ""
        return seal(self.place_salt, self.longitude, self.latitude, self.accuracy_m)

    def reach(self) -> dict[Reach, set[int]]:
        """Whoever acts for the unit that brought it."""
        units = {self.unit_id} if self.unit_id else set()
        return dict.fromkeys((Reach.OWNER_UNIT, Reach.ASSESSED_UNIT, Reach.COMPETENT_UNIT), units)


class Judgement(Fact):
    """认定: what a person decided of a capture after looking, with the reason; a later one supersedes."""

    capture = models.ForeignKey(Capture, models.PROTECT, related_name="judgements")
    verdict = models.CharField(max_length=10, choices=Verdict)
    opinion = models.CharField(_("理由"), max_length=300, blank=True)
    judged_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    grade = models.CharField(max_length=1, help_text="the grade the person saw: A to D")

    class Meta:
        constraints = [
            *one_live("judgement", "capture"),
            models.CheckConstraint(
                name="judgement_against_has_a_reason", condition=Q(verdict="credible") | ~Q(opinion="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_verdict_display()} {self.opinion}"
