from typing import Any

from django.urls import reverse

from evaluations.models import PointEntry
from tests.evaluations.actions.test_points import give
from tests.evaluations.views.test_feedback import signed_in
from tests.factories.people import make_user


def test_ledger_shows_each_entry_with_its_reason(lecture: Any) -> None:
    give(lecture, "2.5", "Canaryreason")
    page = signed_in(lecture.learners[0]).get(reverse("evaluations:points", args=[lecture.training_class.public_id]))
    assert "Canaryreason" in page.content.decode()
    assert lecture.instructor.full_name in page.content.decode()


def test_ledger_of_a_learner_is_closed_to_classmates(lecture: Any) -> None:
    give(lecture, reason="Canaryreason")
    address = reverse("evaluations:ledger", args=[lecture.training_class.public_id, lecture.learners[0].public_id])
    for other in (lecture.learners[1], make_user()):
        assert signed_in(other).get(address).status_code == 404
    assert b"Canaryreason" in signed_in(lecture.teacher).get(address).content


def test_ledger_takes_points_by_hand(lecture: Any) -> None:
    client = signed_in(lecture.instructor)
    address = reverse("evaluations:ledger", args=[lecture.training_class.public_id, lecture.learners[0].public_id])
    assert client.post(address, {"points": "0", "reason": "x"}).status_code == 400
    assert client.post(address, {"points": "1.5", "reason": ""}).status_code == 400
    assert not PointEntry.objects.exists()
    assert client.post(address, {"points": "1.5", "reason": "Minutes written"}).status_code == 302
    assert PointEntry.objects.get().reason == "Minutes written"


def test_entry_is_taken_back_with_a_reason(lecture: Any) -> None:
    entry = give(lecture)
    address = reverse("evaluations:reverse", args=[entry.public_id])
    client = signed_in(lecture.teacher)
    assert client.get(address).status_code == 200
    assert client.post(address, {"reason": ""}).status_code == 400
    assert client.post(address, {"reason": "Wrong person"}).status_code == 302
    assert client.post(address, {"reason": "Again"}).status_code == 409
    assert signed_in(lecture.learners[0]).get(address).status_code == 404
    assert PointEntry.objects.count() == 2


def test_standings_are_for_the_staff_of_the_class(lecture: Any) -> None:
    give(lecture)
    address = reverse("evaluations:standings", args=[lecture.training_class.public_id])
    assert signed_in(lecture.learners[0]).get(address).status_code == 404
    assert lecture.learners[0].full_name in signed_in(lecture.instructor).get(address).content.decode()
