"""What goes along elsewhere: the roster, the spreadsheet, the next period, merged accounts, the settings."""

import io

import pytest

from foundation.sheets.reader import read_sheet
from people.actions.merging import merge_people
from plugins.leave.actions.leave import report_back
from plugins.leave.extensions import excuses
from plugins.leave.forms.settings import SettingsForm
from plugins.leave.models import Leave, LimitNotice, WithdrawalProposal
from plugins.leave.queries.ledger import absences_of
from plugins.leave.tests.leave_things import ask, begun, configure, granted, make_class, seat_in
from tests.factories.people import make_superuser, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def training_class():
    return make_class()


def test_roster_shows_the_share_of_required_time(client, training_class):
    near, over = seat_in(training_class), seat_in(training_class)
    granted(near, 2)
    for day in (2, 3):
        granted(over, day)
    client.force_login(make_superuser(preferred_language="en"))
    page = client.get(f"/classes/{training_class.public_id}/roster/").content.decode()
    assert "14.3 %" in page
    assert "28.6 %, over the limit" in page


def test_spreadsheet_lists_leave_in_the_time_of_the_class(client):
    training_class = make_class(time_zone="Asia/Urumqi")
    seat = seat_in(training_class, "Learnercanary")
    granted(seat, 2, reason="=A1")
    ask(seat, 3, send=False, reason="Draftcanary")
    client.force_login(training_class.class_teacher)
    answer = client.get(f"/classes/{training_class.public_id}/exports/leave/")
    rows = [[cell.text for cell in row.cells.values()] for row in read_sheet(io.BytesIO(answer.getvalue())).rows]
    assert len(rows) == 2
    assert {"Learnercanary", "=A1", "Teacher"} <= set(rows[1])
    assert any(text.endswith(" 08:00") for text in rows[1])
    client.force_login(seat.learner)
    assert client.get(f"/classes/{training_class.public_id}/exports/leave/").status_code == 404


def test_excuse_ends_when_the_learner_was_back(training_class):
    seat = seat_in(training_class)
    leave = report_back(leave=begun(seat), by=seat.learner)
    ask(seat, 3)
    (excuse,) = excuses(training_class, [seat])
    assert (excuse.enrollment, excuse.starts_at, excuse.ends_at) == (seat.pk, leave.starts_at, leave.until)


def test_merging_accounts_moves_all_leave_and_counts_it_once(training_class):
    keep, duplicate = make_user(), make_user()
    one, other = (training_class.enrollments.create(learner=who) for who in (keep, duplicate))
    granted(one, 2, hours=(9, 12))
    granted(one, 3)
    granted(other, 2, hours=(11, 15))
    granted(other, 4)
    ask(other, 5, send=False)
    assert (LimitNotice.objects.count(), WithdrawalProposal.objects.count()) == (4, 2)

    merge_people(keep=keep, duplicate=duplicate, by=make_superuser())

    assert set(Leave.objects.values_list("enrollment", flat=True)) == {one.pk}
    assert Leave.objects.filter(beside=True).count() == 1
    assert absences_of(training_class, [one])[one.pk].excused == 360 * 3
    assert (LimitNotice.objects.count(), WithdrawalProposal.objects.count()) == (2, 1)


@pytest.mark.parametrize("text", ["", "1/0", "0/7", "8/7", "1:7", "-1/7", "0.14", "1/7/9", "１/７"])
def test_limit_that_is_no_fraction_is_refused(text):
    form = SettingsForm({"limit": text, "required_kinds": ["lesson"]})
    assert "limit" in form.errors


def test_limit_is_a_fraction():
    form = SettingsForm({"limit": " 1 / 7 ", "required_kinds": ["lesson"]})
    assert form.is_valid(), form.errors


def test_settings_are_kept_by_the_admin(client, training_class):
    configure(training_class, limit="1/5", required_kinds=["lesson", "ceremony"], needs_endorsement=True)
    client.force_login(make_superuser())
    assert client.get("/admin/plugins/leave/").status_code == 200
