"""A hall that signs in at once, through the whole site; ``bench.rush`` does it with thousands."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connections, transaction
from django.urls import reverse
from django.utils import timezone

from foundation.jobs.models import OutboxEvent
from plugins.attendance.codes import Code
from plugins.attendance.models import Mark
from plugins.attendance.queries.rolls import rows_of
from plugins.attendance.tests.rolls import make_roll

PEOPLE, HANDS = 24, 8


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("direction", ["in", "out"])
def test_hall_that_signs_in_at_once_is_there_once_each(school, monkeypatch, direction):
    """Everybody opens the address and sends it twice, many at the same moment; run twice, on a database made anew."""
    moment = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: moment)
    roll = make_roll(school, minutes_ago=2, asks_out=True)
    learners = [school.learner(roll.training_class) for _number in range(PEOPLE)]
    clients = [school.client(learner) for learner in learners]

    def come(client, ways):
        try:
            answers = []
            for way in ways:
                token = Code.at(roll.door, way, moment, 20).token
                address = reverse("plugins:attendance:scan", args=[roll.door, token])
                opened = client.get(address).status_code
                sent = client.post(address, headers={"hx-request": "true"})
                answers += [opened, b"big-number" in sent.content]
            return answers
        finally:
            connections.close_all()

    ways = ["in"] if direction == "in" else ["in", "out"]
    with ThreadPoolExecutor(HANDS) as pool:
        answered = list(pool.map(come, clients * 2, [ways] * (2 * PEOPLE)))

    assert answered == [[200, True] * len(ways)] * (2 * PEOPLE)
    assert Mark.objects.count() == PEOPLE * len(ways)
    assert OutboxEvent.objects.filter(name="attendance.signed_in").count() == PEOPLE * len(ways)
    assert {str(row.standing.state) for row in rows_of(roll)} == {"present" if direction == "in" else "left_early"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Mark.objects.all().delete()
