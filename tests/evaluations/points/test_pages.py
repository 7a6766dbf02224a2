"""What people do with points in a browser: appeals, spreadsheets, standings, many learners at once."""

import io
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from classes.actions.closing import close_class, reopen_class
from classes.models import Enrollment
from evaluations.actions.points.appeals import appeal_entry
from evaluations.actions.points.schemes import set_points_settings
from evaluations.models import PointAppeal, PointEntry, PointsSnapshot, PointTotal
from evaluations.queries.points.totals import total_of
from foundation.ledgers import unguard
from schoolhouse.refusals import Refusal
from tests.evaluations.actions.test_points import give
from tests.evaluations.points.test_schemes import chosen
from tests.evaluations.views.test_feedback import signed_in
from tests.factories.people import make_organization, make_superuser, make_user


def at(lecture: Any, name: str, *more: Any) -> str:
    return reverse(f"evaluations:{name}", args=[lecture.training_class.public_id, *more])


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def sheet(*lines: str) -> io.BytesIO:
    file = io.BytesIO("\n".join(lines).encode())
    file.name = "points.csv"
    return file


def test_an_appeal_is_answered_by_a_date_and_moves_the_total(lecture: Any) -> None:
    entry, learner = give(lecture, "-4"), lecture.learners[0]
    address = reverse("evaluations:appeal", args=[entry.public_id])
    client = signed_in(learner)
    assert client.post(address, {"text": ""}).status_code == 400
    assert client.post(address, {"text": "I was there"}).status_code == 302
    assert client.post(address, {"text": "Again"}).status_code == 409
    appeal = PointAppeal.objects.get()
    assert (appeal.due_on - appeal.created_at.astimezone(lecture.training_class.zone).date()).days == 5
    assert signed_in(lecture.learners[1]).get(address).status_code == 404
    teacher = signed_in(lecture.teacher)
    assert "I was there" in teacher.get(at(lecture, "appeals")).content.decode()
    answer = reverse("evaluations:appeal_answer", args=[appeal.public_id])
    assert teacher.post(answer, {"act": "refuse", "answer": ""}).status_code == 409
    assert teacher.post(answer, {"act": "grant", "answer": "Right", "points": "1"}).status_code == 302
    assert teacher.post(answer, {"act": "grant"}).status_code == 409
    assert total_of(learner, lecture.training_class) == 1
    assert "Right" in client.get(address).content.decode()


def test_a_sheet_is_looked_at_and_counts_once(lecture: Any) -> None:
    client, first = signed_in(lecture.instructor), lecture.learners[0]
    lines = ["姓名,得分,事由", f"{first.full_name},2.5,@cmd", f"{lecture.learners[1].full_name},,"]
    for made in (1, 0):
        uploaded = client.post(at(lecture, "sheet"), {"file": sheet(*lines), "reason": "Theory test"})
        assert uploaded.status_code == 302
        assert first.full_name in client.get(uploaded.url).content.decode()
        if made:
            assert client.post(uploaded.url).status_code == 302
        assert client.post(uploaded.url).status_code in (302, 409)
        assert PointEntry.objects.count() == 1
    assert PointEntry.objects.get().reason == "@cmd"


@pytest.mark.parametrize("line", ["Nobody at all,2,", "{name},many,", "{name},1000,"])
def test_a_sheet_with_a_fault_enters_nothing(lecture: Any, line: str) -> None:
    client, (first, second) = signed_in(lecture.teacher), lecture.learners[:2]
    lines = ["姓名,得分,事由", f"{first.full_name},1,", line.format(name=second.full_name)]
    address = client.post(at(lecture, "sheet"), {"file": sheet(*lines), "reason": "Test"}).url
    assert client.post(address).status_code == 409
    assert not PointEntry.objects.exists()
    assert client.post(address, {"discard": "1"}).status_code == 302


@pytest.mark.parametrize("content", ["", "rubbish", "姓名\nx"])
def test_a_file_that_is_no_sheet_is_refused(lecture: Any, content: str) -> None:
    answer = signed_in(lecture.teacher).post(at(lecture, "sheet"), {"file": sheet(content), "reason": "Test"})
    assert answer.status_code == 400


def test_many_get_points_at_once_and_sending_twice_makes_one(lecture: Any) -> None:
    client = signed_in(lecture.teacher)
    ids = [str(learner.public_id) for learner in lecture.learners[:3]]
    data = {"points": "1.5", "reason": "Cleaned the hall", "key": "abc", "learners": ids}
    assert client.post(at(lecture, "give"), {**data, "learners": []}).status_code == 400
    assert client.post(at(lecture, "give"), {**data, "learners": [str(make_user().public_id)]}).status_code == 400
    for _time in range(2):
        assert client.post(at(lecture, "give"), data).status_code == 302
    assert PointEntry.objects.count() == 3


@pytest.mark.parametrize(
    ("shown", "status", "names", "groups"),
    [("hidden", 404, False, 404), ("own", 200, False, False), ("groups", 200, False, True), ("class", 200, True, True)],
)
def test_learners_see_of_the_standing_what_the_class_shows(
    lecture: Any, shown: str, status: int, names: bool, groups: bool
) -> None:
    give(lecture, "3")
    organization = make_organization("Unitcanary")
    Enrollment.objects.filter(training_class=lecture.training_class).update(organization=organization)
    set_points_settings(training_class=lecture.training_class, standing=shown, appeal_days=5, by=lecture.teacher)
    client = signed_in(lecture.learners[1])
    page = client.get(at(lecture, "standings"))
    assert page.status_code == status
    assert (lecture.learners[0].full_name in page.content.decode()) == names
    if status == 200:
        assert page.context["own"].place == 2
        page = client.get(at(lecture, "standings"), {"by": "organizations"})
        assert ("Unitcanary" in page.content.decode()) == groups
    assert client.get(at(lecture, "standings_export")).status_code == 404


def test_exports_hold_no_formulas(lecture: Any) -> None:
    learner = lecture.learners[0]
    learner.full_name = "=cmd()"
    learner.save()
    give(lecture, "3")
    for name in ("standings_export", "sheet_template"):
        rows = load_workbook(io.BytesIO(body(signed_in(lecture.teacher).get(at(lecture, name))))).active
        cells = [cell for row in rows for cell in row if cell.value == "=cmd()"]
        assert [cell.data_type for cell in cells] == ["s"], name


@pytest.mark.parametrize("count", [1, 30, 2000])
def test_standing_costs_as_many_queries_for_two_thousand(lecture: Any, count: int) -> None:
    from people.models import User

    people = User.objects.bulk_create([User(full_name=f"Person {number}") for number in range(count)])
    Enrollment.objects.bulk_create(
        [Enrollment(training_class=lecture.training_class, learner=one, state="enrolled") for one in people]
    )
    chosen(lecture)
    component = lecture.training_class.point_schemes.get().version.scheme.components.first()
    entry = give(lecture)
    PointEntry.objects.bulk_create(
        PointEntry(
            learner=one,
            training_class=lecture.training_class,
            component=component,
            points=1,
            reason="r",
            source="test",
            source_key=str(one.pk),
            occurred_at=entry.occurred_at,
        )
        for one in people
    )
    client = signed_in(lecture.teacher)
    client.get(at(lecture, "standings"))
    for query in ("", "?by=organizations"):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(at(lecture, "standings") + query).status_code == 200
        assert len(queries) <= 16, len(queries)


def test_closing_freezes_signed_totals_with_grades(lecture: Any) -> None:
    attitude, theory = chosen(lecture)
    first, second = lecture.learners[:2]
    for learner, one, two in ((first, "58", "34"), (second, "40", "20.5")):
        give(lecture, one, learner=learner, component=attitude)
        entry = give(lecture, two, learner=learner, component=theory)
    appeal_entry(entry=entry, text="Too few", by=second)
    with pytest.raises(Refusal):
        close_class(training_class=lecture.training_class, by=lecture.teacher)
    step = close_class(training_class=lecture.training_class, by=lecture.teacher, reason="All is said")
    frozen = {row.enrollment.learner_id: row.facts["added"]["points"] for row in step.results.all()}
    assert (frozen[first.pk]["total"], frozen[first.pk]["grade"]) == ("92.00", "distinction")
    assert (frozen[second.pk]["total"], frozen[second.pk]["grade"]) == ("60.50", "passed")
    assert (frozen[lecture.learners[2].pk]["total"], frozen[lecture.learners[2].pk]["grade"]) == ("0.00", "failed")
    with pytest.raises(Refusal) as refused:
        give(lecture, "1")
    assert refused.value.code == "class_closed"
    call_command("points", "check")
    page = signed_in(lecture.teacher).get(reverse("classes:results", args=[lecture.training_class.public_id]))
    assert "92" in page.content.decode()
    for kind in ("xlsx", "pdf"):
        address = reverse("classes:export_results", args=[lecture.training_class.public_id, kind])
        assert signed_in(lecture.teacher).get(address).status_code == 200
    reopen_class(training_class=lecture.training_class, by=make_superuser(), reason="Mend")
    give(lecture, "1")
    assert PointsSnapshot.objects.count() == 1


def test_check_finds_a_total_that_differs_and_recount_mends_it(lecture: Any) -> None:
    give(lecture)
    call_command("points", "check")
    PointTotal.objects.update(total=Decimal(99))
    with pytest.raises(CommandError, match="1 totals differ"):
        call_command("points", "check")
    call_command("points", "recount")
    call_command("points", "check")
    assert total_of(lecture.learners[0], lecture.training_class) == Decimal("2.5")


def test_merging_moves_entries_and_totals(lecture: Any) -> None:
    from people.actions.merging import merge_people

    keep, duplicate = lecture.learners[0], make_user()
    give(lecture, "2")
    entry = give(lecture, "3", learner=lecture.learners[1])
    PointEntry.objects.filter(pk=entry.pk).update(learner=duplicate)
    merge_people(keep=keep, duplicate=duplicate, by=make_superuser())
    assert total_of(keep, lecture.training_class) == 5
    assert PointTotal.objects.filter(learner=duplicate).count() == 0
    call_command("points", "check")


def test_check_says_when_the_triggers_are_gone(lecture: Any) -> None:
    with connection.cursor() as cursor:
        unguard(SimpleNamespace(connection=connection, execute=cursor.execute), PointEntry._meta.db_table)
    with pytest.raises(CommandError, match="guard_evaluations_pointentry_deletes"):
        call_command("points", "check")


def test_ledger_of_who_has_left_stays_and_points_may_be_taken_back(lecture: Any) -> None:
    entry, learner = give(lecture, "3"), lecture.learners[0]
    Enrollment.objects.filter(learner=learner, training_class=lecture.training_class).update(state="withdrawn")
    client = signed_in(lecture.teacher)
    ledger = reverse("evaluations:ledger", args=[lecture.training_class.public_id, learner.public_id])
    assert entry.reason in client.get(ledger).content.decode()
    stranger = reverse("evaluations:ledger", args=[lecture.training_class.public_id, make_user().public_id])
    assert client.get(stranger).status_code == 404
