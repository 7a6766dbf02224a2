"""Polls: a question that a post asks, with answers to choose from."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

QUESTION_LENGTH, OPTION_LENGTH = 200, 120
LEAST_OPTIONS, MOST_OPTIONS = 2, 12


class PollResults(models.TextChoices):
    """When people see how others voted: in numbers, never who."""

    VOTED = "voted", pgettext_lazy("results of a poll", "After one has voted")
    CLOSED = "closed", pgettext_lazy("results of a poll", "After it has closed")
    ALWAYS = "always", pgettext_lazy("results of a poll", "At any time")


class Poll(models.Model):
    """A poll in the first post of a thread. ``voters`` counts its ballots and changes with them."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    post = models.OneToOneField("forums.Post", on_delete=models.PROTECT, related_name="poll")
    question = models.CharField(pgettext_lazy("poll", "question"), max_length=QUESTION_LENGTH)
    is_several = models.BooleanField(default=False, help_text=_("Whether one may choose several answers."))
    results = models.CharField(max_length=10, choices=PollResults.choices, default=PollResults.VOTED)
    closes_at = models.DateTimeField(null=True, blank=True)
    voters = models.PositiveIntegerField(default=0)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("poll")
        verbose_name_plural = _("polls")
        constraints = [
            models.CheckConstraint(
                condition=~Q(results="closed") | Q(closes_at__isnull=False), name="forums_poll_results_come"
            )
        ]

    def __str__(self) -> str:
        return self.question


class PollOption(models.Model):
    """An answer to choose. ``votes`` counts its choices and changes with them."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="options")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=OPTION_LENGTH)
    votes = models.PositiveIntegerField(default=0)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("answer of a poll")
        verbose_name_plural = _("answers of polls")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["poll", "number"], name="forums_poll_option_once")]

    def __str__(self) -> str:
        return self.text


class PollBallot(models.Model):
    """That somebody voted: once in a poll."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="ballots")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("ballot of a poll")
        verbose_name_plural = _("ballots of polls")
        constraints = [models.UniqueConstraint(fields=["poll", "person"], name="forums_poll_ballot_once")]

    def __str__(self) -> str:
        return f"{self.poll_id}: {self.person_id}"


class PollChoice(models.Model):
    """An answer on a ballot. ``is_only`` says that the poll takes one: then the ballot has no other."""

    ballot = models.ForeignKey(PollBallot, on_delete=models.CASCADE, related_name="choices")
    option = models.ForeignKey(PollOption, on_delete=models.CASCADE, related_name="choices")
    is_only = models.BooleanField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("choice on a ballot")
        verbose_name_plural = _("choices on ballots")
        constraints = [
            models.UniqueConstraint(fields=["ballot", "option"], name="forums_poll_choice_once"),
            models.UniqueConstraint(fields=["ballot"], condition=Q(is_only=True), name="forums_poll_choice_only"),
        ]

    def __str__(self) -> str:
        return f"{self.ballot_id}: {self.option_id}"
