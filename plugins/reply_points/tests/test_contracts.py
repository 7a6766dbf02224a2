"""What every extension must keep to."""

from evaluations.models import PointEntry
from forums.events import post_published
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
