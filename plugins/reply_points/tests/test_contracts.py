"""What every extension must keep to."""

from django.utils import timezone

from evaluations.models import PointEntry
from forums.events import post_published, spoke, spoke_corrected
from forums.models import RoomRecord, Spoken
from schoolhouse.testing import EventHandlerContract, ScoreRuleContract, assert_no_migration_drift


def test_models_and_migrations_agree():
    assert_no_migration_drift("reply_points")


class TestRule(ScoreRuleContract):
    plugin = "reply_points"
    name = "reply_points"


class TestAward(EventHandlerContract):
    plugin = "reply_points"
    event = post_published
    handler = "reply_points.award"

    def data(self, school):
        training_class = school.training_class()
        thread = school.thread(school.forum(training_class))
        question = school.post(thread, training_class.class_teacher)
        answer = school.post(thread, school.learner(training_class), reply_to=question)
        return {
            "post": answer.public_id,
            "thread": thread.public_id,
            "forum": thread.forum.public_id,
            "author": answer.author.public_id,
            "training_class": training_class.public_id,
            "is_reply": True,
            "is_late": False,
            "posted_at": answer.created_at,
        }

    def effect(self):
        return list(PointEntry.objects.values_list("learner", "points"))


def spoken(school):
    """Let a learner have spoken in the room, and return what an event says of it."""
    training_class = school.training_class()
    forum, learner, now = school.forum(training_class), school.learner(training_class), timezone.now()
    by = training_class.class_teacher
    record = RoomRecord.objects.create(forum=forum, group_key=forum.public_id, recorded_by=by, recorded_at=now)
    Spoken.objects.create(forum=forum, person=learner, record=record, at=now)
    return {
        "forum": forum.public_id,
        "person": learner.public_id,
        "training_class": training_class.public_id,
        "record": record.public_id,
        "by": by.public_id,
        "spoke_at": now,
    }


class TestSpoken(EventHandlerContract):
    plugin = "reply_points"
    event = spoke
    handler = "reply_points.award_spoken"

    def data(self, school):
        return spoken(school)

    def effect(self):
        return list(PointEntry.objects.values_list("learner", "points"))


class TestSpokenCorrected(EventHandlerContract):
    plugin = "reply_points"
    event = spoke_corrected
    handler = "reply_points.correct_spoken"

    def data(self, school):
        return {**spoken(school), "counts": True, "number": 2}

    def effect(self):
        return list(PointEntry.objects.values_list("learner", "points"))


class TestSpokenRule(ScoreRuleContract):
    plugin = "reply_points"
    name = "reply_points.spoken"
