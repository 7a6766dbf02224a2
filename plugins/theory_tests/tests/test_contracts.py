"""What the plugin registers keeps to what its extension points ask."""

from people.models import Notification
from plugins.theory_tests.events import results_settled
from plugins.theory_tests.events import test_set as a_test_set
from plugins.theory_tests.models import Sitting
from plugins.theory_tests.tests.sit_things import Class
from schoolhouse.testing import (
    ClassRepeatMoverContract,
    ClassToolContract,
    DashboardPanelContract,
    EventHandlerContract,
    NotificationKindContract,
    ScoreRuleContract,
    SlotContract,
)


class TestTool(ClassToolContract):
    plugin = name = "theory_tests"


class TestRule(ScoreRuleContract):
    plugin = name = "theory_tests"


class TestCard(DashboardPanelContract):
    plugin = name = "theory_tests"
    # One of them for the clock of the class.
    most_queries = 4

    def reader(self, school):
        return Class(school, kinds=("single",)).learner


class TestAside(SlotContract):
    slot = "classes.training_class.aside"
    plugin = name = "theory_tests"

    def arguments(self, school):
        return {"page": Class(school, kinds=("single",)).training_class}


class TestMover(ClassRepeatMoverContract):
    plugin = name = "theory_tests"

    def make_records(self, school, training_class):
        one = Class(school, kinds=("single",))
        Sitting.objects.update(training_class=training_class)
        assert one.sitting

    def records(self, training_class):
        rows = Sitting.objects.filter(training_class=training_class)
        return list(rows.values_list("version", "title", "shows"))


class Kind(NotificationKindContract):
    plugin = "theory_tests"

    def make(self, school):
        one = Class(school, kinds=("single",))
        sitting, page = one.sitting, one.training_class
        return one.learner, {
            "test": sitting.public_id,
            "title": sitting.title,
            "class": page.title,
            "opens": sitting.opens_at.isoformat(),
            "closes": sitting.closes_at.isoformat(),
            "zone": page.zone.key,
        }


class TestSet(Kind):
    name = "theory_tests.set"


class TestSettled(Kind):
    name = "theory_tests.settled"


class Told(EventHandlerContract):
    plugin = "theory_tests"

    def effect(self):
        return list(Notification.objects.values_list("person", "kind", "key"))


class TestTellSet(Told):
    event, handler = a_test_set, "theory_tests.tell_set"

    def data(self, school):
        one = Class(school, kinds=("single",))
        times = {"opens_at": one.sitting.opens_at, "closes_at": one.sitting.closes_at}
        own = {"test": one.sitting.public_id, "training_class": one.training_class.public_id}
        return {**own, **times, "by": one.teacher.public_id}


class TestTellSettled(Told):
    event, handler = results_settled, "theory_tests.tell_settled"

    def data(self, school):
        one = Class(school, kinds=("single",))
        own = {"test": one.sitting.public_id, "training_class": one.training_class.public_id}
        return {**own, "learner": one.learner.public_id, "points": "2", "most": "2", "passed": True}
