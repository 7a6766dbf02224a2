"""What every extension must keep to."""

import datetime

from forums.models import ForumPage
from plugins.forum_scoring.models import Counting, ForumRubric
from plugins.forum_scoring.tests.scoring_things import Evening, make_rubric
from schoolhouse.testing import (
    ClassRepeatMoverContract,
    ClassToolContract,
    DemoPartContract,
    ScoreRuleContract,
    SlotContract,
    assert_no_migration_drift,
)


def test_models_and_migrations_agree():
    assert_no_migration_drift("forum_scoring")


class TestAside(SlotContract):
    slot = "forums.thread.aside"
    plugin = name = "forum_scoring"
    most_queries = 4

    def arguments(self, school):
        evening = Evening(school)
        return {"thread": evening.threads[0]}


class TestTool(ClassToolContract):
    plugin = name = "forum_scoring"


class TestRule(ScoreRuleContract):
    plugin = name = "forum_scoring"


class TestMover(ClassRepeatMoverContract):
    plugin = name = "forum_scoring"

    def make_records(self, school, training_class):
        rubric = make_rubric(school.organization)
        forum = school.forum(training_class)
        ForumRubric.objects.create(forum=forum, rubric=rubric, counting=Counting.EACH)

    def records(self, training_class):
        forums = ForumPage.objects.child_of(training_class)
        return list(ForumRubric.objects.filter(forum__in=forums).values_list("rubric", "counting"))


class TestDemo(DemoPartContract):
    plugin = name = "forum_scoring"

    def prepare(self, school, loaded):
        from django.utils import timezone

        held = loaded.classes[0]
        forum = school.forum(held, opens_at=timezone.now() - datetime.timedelta(hours=2))
        thread = school.thread(forum)
        seats = held.enrollments.select_related("learner")
        for seat in seats:
            for _post in range(3):
                school.post(thread, seat.learner)
