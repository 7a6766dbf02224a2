"""Choosing: one ballot for each voter, which may be changed until ballots are counted."""

import uuid
from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.models import User
from plugins.recognitions.models import Ballot, BallotChoice, Recognition, RecognitionState
from plugins.recognitions.permissions import may_vote
from plugins.recognitions.queries.recognitions import candidates_for
from schoolhouse.refusals import Refusal


@transaction.atomic
def cast(*, recognition: Recognition, enrollments: Collection[uuid.UUID], by: User) -> Ballot:
    """Choose these learners, by the public ids of their enrollments; what ``by`` chose before no longer counts.

    Raises ``Refusal``: for who has no ballot, where ballots are not open, for nobody, too many, or oneself.
    """
    # Whoever counts waits for this, and whoever comes later finds the ballots closed.
    rows = Recognition.objects.select_for_update(of=("self",)).select_related("training_class")
    recognition = rows.get(pk=recognition.pk)
    if not may_vote(by, recognition):
        raise Refusal(_("You have no ballot here."), code="not_yours", status=403)
    if recognition.state != RecognitionState.OPEN:
        raise Refusal(_("Ballots are not open."), code="wrong_state")
    wanted = set(enrollments)
    seats = [seat for seat in candidates_for(recognition, by) if seat.public_id in wanted]
    if not wanted or len(seats) != len(wanted):
        raise Refusal(_("Choose among the learners that are named here."), code="candidates", status=400)
    if len(seats) > recognition.places:
        most = ngettext("Choose %(count)d at most.", "Choose %(count)d at most.", recognition.places)
        raise Refusal(most % {"count": recognition.places}, code="too_many", status=400)
    ballot, _is_new = Ballot.objects.get_or_create(recognition=recognition, voter=by)
    ballot.choices.all().delete()
    BallotChoice.objects.bulk_create(BallotChoice(ballot=ballot, enrollment=seat) for seat in seats)
    return ballot
