"""Answered surveys, when two accounts of one person become one."""

from datetime import timedelta

import pytest
from django.utils import timezone

from evaluations.models import FeedbackParticipation, FeedbackResponse, FeedbackSurvey
from people.actions.merging import merge_people
from schoolhouse.refusals import Refusal
from tests.factories.evaluations import make_form, make_survey
from tests.factories.people import make_organization, make_page, make_superuser, make_user

pytestmark = pytest.mark.django_db


def test_merge_makes_one_participation_of_two_and_keeps_both_answers():
    keep, duplicate, now = make_user(), make_user(), timezone.now()
    form = make_form(make_organization())
    survey = FeedbackSurvey.objects.create(
        form=form, page=make_page(), is_anonymous=False, opens_at=now, closes_at=now + timedelta(days=1)
    )
    for person in (keep, duplicate):
        FeedbackParticipation.objects.create(survey=survey, learner=person)
        FeedbackResponse.objects.create(survey=survey, learner=person)

    merge_people(keep=keep, duplicate=duplicate, by=make_superuser())

    assert list(FeedbackParticipation.objects.values_list("learner", flat=True)) == [keep.pk]
    assert list(FeedbackResponse.objects.values_list("learner", flat=True)) == [keep.pk, keep.pk]


def test_two_instructors_of_whom_a_class_was_asked_are_not_made_one(lecture):
    twin = make_user("Twin")
    form = make_form(lecture.organization)
    for person in (lecture.instructor, twin):
        make_survey(lecture.live_class, form=form, instructor=person)
    with pytest.raises(Refusal) as refused:
        merge_people(keep=lecture.instructor, duplicate=twin, by=make_superuser())
    assert refused.value.code == "merge_collides"
