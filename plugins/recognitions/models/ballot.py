"""Who may choose and who has; what was chosen is there only until it is counted."""

from django.conf import settings
from django.db import models

from classes.models import Enrollment
from plugins.recognitions.models.recognition import Recognition


class Juror(models.Model):
    """Somebody whom who runs the class has named to decide about a recognition."""

    recognition = models.ForeignKey(Recognition, on_delete=models.CASCADE, related_name="jurors")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["person__full_name", "pk"]
        constraints = [models.UniqueConstraint(fields=["recognition", "person"], name="recognitions_juror_once")]

    def __str__(self) -> str:
        return f"{self.recognition_id}: {self.person_id}"


class Ballot(models.Model):
    """Somebody has chosen: one for each voter. It stays when it was counted, without whom it named."""

    recognition = models.ForeignKey(Recognition, on_delete=models.CASCADE, related_name="ballots")
    voter = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["recognition", "voter"], name="recognitions_one_ballot")]

    def __str__(self) -> str:
        return f"{self.recognition_id}: {self.voter_id}"


class BallotChoice(models.Model):
    """A name on a ballot; deleted when the ballots are counted."""

    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="choices")
    enrollment = models.ForeignKey(Enrollment, on_delete=models.CASCADE, related_name="recognition_choices")

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ballot", "enrollment"], name="recognitions_choice_once")]

    def __str__(self) -> str:
        return f"{self.ballot_id}: {self.enrollment_id}"
