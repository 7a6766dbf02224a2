"""Schemes: weights that add up, versions, and whose totals move."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from evaluations.actions.points import award_by_rule
from evaluations.actions.points.schemes import choose_scheme, keep_version
from evaluations.models import SchemeVersion
from evaluations.models.points.scheme import is_held, weights_fault
from evaluations.queries.points.schemes import moves
from evaluations.queries.points.totals import total_of
from schoolhouse.refusals import Refusal
from tests.evaluations.actions.test_points import give
from tests.evaluations.views.test_feedback import signed_in
from tests.factories.evaluations import make_scheme
from tests.factories.people import make_user


def chosen(lecture: Any, **changes: Any) -> Any:
    """Let the class go by a scheme whose first component has ``changes``; return its two components."""
    scheme = make_scheme(lecture.organization)
    first, second = scheme.components.order_by("pk")
    for name, value in changes.items():
        setattr(first, name, value)
    first.save()
    version = keep_version(scheme=scheme, by=None)
    last = lecture.training_class.point_schemes.count()
    choose_scheme(training_class=lecture.training_class, version=version, by=lecture.teacher, reason="r", seen=last)
    return first, second


def test_weights_must_add_up(lecture: Any) -> None:
    scheme = make_scheme(lecture.organization)
    first, second = scheme.components.order_by("pk")
    assert weights_fault(Decimal(0), [first, second]) == ""
    assert "60.00" in weights_fault(Decimal(0), [first])
    assert weights_fault(Decimal(40), [first, second])
    second.kind = "final"
    assert weights_fault(Decimal(40), [first, second]) == ""


def test_total_is_weighed_between_floor_and_cap(lecture: Any) -> None:
    attitude, theory = chosen(lecture, base=Decimal(20), cap=Decimal(30), floor=Decimal(10))
    learner = lecture.learners[0]
    assert total_of(learner, lecture.training_class) == 40  # 20 of 30 for 60 points
    for points, total in (("50", 60), ("-90", 20), ("35.5", 31)):
        give(lecture, points, component=attitude)
        assert total_of(learner, lecture.training_class) == total, points
    give(lecture, "7.25", component=theory)
    give(lecture, "9")  # for no component: stands on the ledger and does not count
    assert total_of(learner, lecture.training_class) == Decimal("38.25")


def test_points_of_a_rule_go_where_the_scheme_says(lecture: Any) -> None:
    from django.utils import timezone

    attitude, _theory = chosen(lecture, sources=["reply_points"])
    entry = award_by_rule(
        learner=lecture.learners[0],
        training_class=lecture.training_class,
        points=Decimal("0.5"),
        reason="Answered",
        source="reply_points",
        source_key="1",
        occurred_at=timezone.now(),
    )
    assert entry.component_id == attitude.pk


def test_a_change_is_a_new_version_and_classes_stay(lecture: Any) -> None:
    attitude, _theory = chosen(lecture)
    give(lecture, "30", component=attitude)
    before = total_of(lecture.learners[0], lecture.training_class)
    attitude.cap = Decimal(20)
    attitude.save()
    version = keep_version(scheme=attitude.scheme, by=lecture.teacher)
    assert version.number == 2
    assert keep_version(scheme=attitude.scheme, by=lecture.teacher) == version
    assert total_of(lecture.learners[0], lecture.training_class) == before
    moved = [move for move in moves(lecture.training_class, version) if move.difference]
    assert [(move.learner, move.before, move.after) for move in moved] == [(lecture.learners[0], 30, 60)]


def test_a_version_is_never_changed(lecture: Any) -> None:
    chosen(lecture)
    with pytest.raises(IntegrityError), transaction.atomic():
        SchemeVersion.objects.update(pass_mark=0)


def test_a_scheme_is_chosen_with_a_reason_and_once(lecture: Any) -> None:
    version = keep_version(scheme=make_scheme(lecture.organization), by=None)
    elsewhere = keep_version(scheme=make_scheme(), by=None)
    args = {"training_class": lecture.training_class, "version": version, "by": lecture.teacher}
    for other, code in (({"by": make_user()}, "forbidden"), ({"version": elsewhere}, "not_for_class")):
        with pytest.raises(Refusal) as refused:
            choose_scheme(**{**args, **other})
        assert refused.value.code == code
    choose_scheme(**args)
    for other, code in (({}, "changed"), ({"seen": 1}, "no_reason")):
        with pytest.raises(Refusal) as refused:
            choose_scheme(**{**args, **other})
        assert refused.value.code == code


def test_teacher_sees_whose_totals_move_and_chooses(lecture: Any) -> None:
    give(lecture, "9")
    version = keep_version(scheme=make_scheme(lecture.organization, title="County scheme"), by=None)
    client = signed_in(lecture.teacher)
    address = reverse("evaluations:scheme", args=[lecture.training_class.public_id])
    page = client.get(address, {"version": str(version.public_id)}).content.decode()
    assert "County scheme" in page
    assert "-9.00" in page
    assert client.get(address, {"version": "rubbish"}).status_code == 200
    data = {"version": str(version.public_id), "seen": "0"}
    assert client.post(address, {**data, "seen": "x"}).status_code == 400
    assert client.post(address, data).status_code == 302
    assert client.post(address, data).status_code == 400
    assert lecture.training_class.point_schemes.count() == 1


def test_why_explains_each_component(lecture: Any) -> None:
    attitude, _theory = chosen(lecture, sources=["reply_points"])
    give(lecture, "70", component=attitude)
    give(lecture, "5")
    address = reverse("evaluations:points", args=[lecture.training_class.public_id])
    page = signed_in(lecture.learners[0]).get(address)
    why = page.context["why"]
    assert [(line.worth, line.is_capped, line.left) for line in why.lines] == [(60, True, 0), (0, False, 40)]
    assert (why.total, why.ledger, why.outside) == (60, 75, 5)
    assert "60" in page.content.decode()


def test_component_of_a_version_that_a_class_goes_by_is_held(lecture: Any) -> None:
    first, _second = chosen(lecture)
    assert is_held(first)
    other, _more = make_scheme(lecture.organization).components.order_by("pk")
    assert not is_held(other)
    give(lecture, "1", component=other)
    assert is_held(other)
