"""Leave of learners, what happened to it, and the papers that go with it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.signals import post_delete
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from classes.models import Enrollment
from people.models.files import CheckedFileField, file_key
from people.models.media import delete_file

REASON_LENGTH = 1_000
"""The most characters of a reason."""


class LeaveKind(models.TextChoices):
    """Why a learner is away."""

    ILLNESS = "illness", pgettext_lazy("leave", "Illness")
    BUSINESS = "business", pgettext_lazy("leave", "Personal business")
    OFFICIAL = "official", pgettext_lazy("leave", "Official duty")
    FAMILY = "family", pgettext_lazy("leave", "Family event")
    OTHER = "other", pgettext_lazy("leave", "Other")


class LeaveState(models.TextChoices):
    """Where leave stands. The edges between the states are in ``plugins.leave.actions.edges``."""

    DRAFT = "draft", pgettext_lazy("leave", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("leave", "Asked for")
    ENDORSED = "endorsed", pgettext_lazy("leave", "Endorsed")
    APPROVED = "approved", pgettext_lazy("leave", "Approved")
    REFUSED = "refused", pgettext_lazy("leave", "Refused")
    APPEALED = "appealed", pgettext_lazy("leave", "Asked for again")
    TAKEN = "taken", pgettext_lazy("leave", "Away now")
    REPORTED_BACK = "reported_back", pgettext_lazy("leave", "Reported back")
    CLOSED = "closed", pgettext_lazy("leave", "Closed")
    CANCELLED = "cancelled", pgettext_lazy("leave", "Called off")


WAITING = (LeaveState.SUBMITTED, LeaveState.ENDORSED, LeaveState.APPEALED)
"""Somebody has to decide."""
GRANTED = (LeaveState.APPROVED, LeaveState.TAKEN, LeaveState.REPORTED_BACK, LeaveState.CLOSED)
"""It excuses, and counts against the limit."""
HOLDING = (*WAITING, *GRANTED)
"""It holds its time: no other leave of the same enrollment may overlap it."""


class Leave(models.Model):
    """Leave of a learner from a class, from ``starts_at`` to ``ends_at``.

    ``until`` is when it really ended: ``ends_at``, or earlier where the learner was back before. A row that came with a
    merged account and overlaps one that was there stands ``beside`` it: it counts, but holds no time of its own.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enrollment = models.ForeignKey(Enrollment, on_delete=models.PROTECT, related_name="leaves")
    client_key = models.UUIDField(help_text=_("Made by the client: what is sent twice is written once."))
    kind = models.CharField(pgettext_lazy("leave", "kind"), max_length=12, choices=LeaveKind.choices)
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("to"))
    until = models.DateTimeField(editable=False)
    reason = models.TextField(_("reason"))
    state = models.CharField(max_length=14, choices=LeaveState.choices, default=LeaveState.DRAFT)
    beside = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = pgettext_lazy("one", "leave")
        verbose_name_plural = pgettext_lazy("many", "leave")
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["enrollment", "client_key"], name="leave_sent_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="leave_ends_after_start"),
            models.CheckConstraint(
                condition=Q(until__gte=F("starts_at"), until__lte=F("ends_at")), name="leave_until_within"
            ),
            models.CheckConstraint(condition=Q(state__in=LeaveState.values), name="leave_state_known"),
            models.CheckConstraint(condition=Q(kind__in=LeaveKind.values), name="leave_kind_known"),
        ]
        indexes = [
            models.Index(fields=["enrollment", "starts_at"], name="leave_of_enrollment"),
            models.Index(fields=["state", "starts_at"], name="leave_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.public_id}"

    @property
    def is_waiting(self) -> bool:
        """Whether somebody has to decide."""
        return self.state in WAITING

    @property
    def is_draft(self) -> bool:
        """Whether it is the learner's own matter still."""
        return self.state == LeaveState.DRAFT


class LeaveStep(models.Model):
    """One act on leave: who, when, from where to where, and why. Append-only."""

    leave = models.ForeignKey(Leave, on_delete=models.CASCADE, related_name="steps")
    act = models.CharField(max_length=12)
    from_state = models.CharField(max_length=14, blank=True)
    to_state = models.CharField(max_length=14, choices=LeaveState.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("step of leave")
        verbose_name_plural = _("steps of leave")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(act__in=("refuse", "appeal", "enter"), reason=""), name="leave_step_says_why"
            ),
            models.UniqueConstraint(fields=["leave"], condition=Q(act="appeal"), name="leave_appealed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"


class LeaveAttachment(models.Model):
    """A paper that goes with leave, such as a doctor's note: for its learner and those who decide, for nobody else."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    leave = models.ForeignKey(Leave, on_delete=models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=150)
    file = CheckedFileField(upload_to=file_key, max_length=200)
    digest = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("paper of leave")
        verbose_name_plural = _("papers of leave")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["leave", "digest"], name="leave_attachment_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def file_folder(self) -> str:
        """The folder of the storage key."""
        return "leave"

    def file_address(self, field: str = "file") -> str:
        """Return the address of the view that checks who asks."""
        return reverse("plugins:leave:attachment", args=[self.public_id])


post_delete.connect(delete_file, sender=LeaveAttachment, dispatch_uid="leave.delete_file")
