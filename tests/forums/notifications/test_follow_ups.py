"""Who is to do something after an evening is told of it."""

import pytest

from forums.actions.evening.outcome import Task, Written, reopen_outcome, write_and_settle, write_outcome
from forums.models import FollowUp
from forums.notifications import kinds
from foundation.jobs import drain
from people.models import Notification
from schoolhouse.extension_points import notification_kinds
from tests.factories.classes import make_enrollment

pytestmark = pytest.mark.django_db


def told():
    drain()
    return [(row.person, row.data["what"]) for row in Notification.objects.filter(kind=kinds.FOLLOW_UP).order_by("pk")]


def written(*tasks, base=0):
    return Written("Wells", "Much", "Dig", tasks, base)


def test_owners_are_told_once_when_the_outcome_is_settled_and_not_before(evening):
    host, one = evening.people["class teacher"], evening.people["learner"]
    other = make_enrollment(evening.training_class).learner
    mine, nobodys = Task("Asks the mayor", one), Task("Buys a rope")
    hosts = Task("Prints it", host)
    write_outcome(forum=evening.forum, written=written(mine, nobodys, hosts), by=host)
    assert told() == []

    outcome = write_and_settle(forum=evening.forum, written=written(mine, nobodys, hosts, base=1), by=host)
    assert told() == [(one, "Asks the mayor")]

    outcome = reopen_outcome(forum=evening.forum, reason="One more", by=host)
    row = FollowUp.objects.get(owner=one)
    tasks = [Task("Asks the mayor", one, None, row), Task("Buys a rope", other)]
    write_and_settle(forum=evening.forum, written=written(*tasks, base=outcome.version), by=host)
    assert told() == [(one, "Asks the mayor"), (other, "Buys a rope")]


def test_what_is_nobodys_or_in_a_draft_again_is_not_shown(evening):
    host, one = evening.people["class teacher"], evening.people["learner"]
    write_and_settle(forum=evening.forum, written=written(Task("Asks", one)), by=host)
    told()
    row = Notification.objects.get(kind=kinds.FOLLOW_UP)
    visible = notification_kinds.get(kinds.FOLLOW_UP).visible

    assert visible(one, [row.data, {"follow_up": "x"}]) == [True, False]
    assert visible(host, [row.data]) == [False]
    reopen_outcome(forum=evening.forum, reason="Wrong", by=host)
    assert visible(one, [row.data]) == [False]
