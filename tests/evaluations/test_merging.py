"""Answered surveys, when two accounts of one person become one."""

from datetime import timedelta

import pytest
from django.utils import timezone

from evaluations.models import FeedbackForm, FeedbackParticipation, FeedbackResponse, FeedbackSurvey
from people.actions.merging import merge_people
from tests.factories.people import make_organization, make_page, make_superuser, make_user

pytestmark = pytest.mark.django_db


def test_merge_makes_one_participation_of_two_and_keeps_both_answers():
    keep, duplicate, now = make_user(), make_user(), timezone.now()
    form = FeedbackForm.objects.create(organization=make_organization(), title="Form")
    survey = FeedbackSurvey.objects.create(
        form=form, page=make_page(), is_anonymous=False, opens_at=now, closes_at=now + timedelta(days=1)
    )
    for person in (keep, duplicate):
        FeedbackParticipation.objects.create(survey=survey, learner=person)
        FeedbackResponse.objects.create(survey=survey, learner=person)

    merge_people(keep=keep, duplicate=duplicate, by=make_superuser())

    assert list(FeedbackParticipation.objects.values_list("learner", flat=True)) == [keep.pk]
    assert list(FeedbackResponse.objects.values_list("learner", flat=True)) == [keep.pk, keep.pk]
