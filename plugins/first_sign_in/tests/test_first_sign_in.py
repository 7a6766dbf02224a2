"""The column, the list and the reminder."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from foundation.jobs import drain
from foundation.sheets.reader import read_sheet
from plugins.first_sign_in.jobs import look
from schoolhouse.actions.activation import decide
from schoolhouse.plugins import plugin
from tests.factories.classes import make_enrollment, make_training_class
from tests.factories.people import make_superuser, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def training_class():
    teacher = make_user("Teacher", email="teacher@school.example")
    start = timezone.localdate() + timedelta(days=1)
    return make_training_class(class_teacher=teacher, starts_on=start, ends_on=start + timedelta(days=2))


@pytest.fixture
def missing(training_class):
    return make_enrollment(training_class, make_user("Missingcanary")).learner


@pytest.fixture
def there(training_class):
    learner = make_user("Therecanary")
    learner.last_login = timezone.now()
    learner.save()
    return make_enrollment(training_class, learner).learner


def roster(training_class):
    return f"/classes/{training_class.public_id}/roster/"


def export(training_class):
    return f"/classes/{training_class.public_id}/exports/not-signed-in/"


def switch(training_class, state, **settings):
    decide(plugin=plugin("first_sign_in"), page=training_class, state=state, settings=settings, by=None)


def test_roster_says_who_has_not_signed_in(client, training_class, missing, there):
    client.force_login(make_superuser(preferred_language="en"))
    page = client.get(roster(training_class)).content.decode()
    assert page.count("not signed in yet") == 1
    switch(training_class, "off")
    assert "not signed in yet" not in client.get(roster(training_class)).content.decode()


@pytest.mark.parametrize("count", [1, 30])
def test_column_costs_nothing(client, training_class, count):
    for _number in range(count):
        make_enrollment(training_class)
    client.force_login(make_superuser())

    def cost():
        client.get(roster(training_class))
        with CaptureQueriesContext(connection) as sent:
            client.get(roster(training_class))
        return len(sent)

    shown = cost()
    switch(training_class, "off")
    assert shown == cost()


def test_list_names_only_those_who_have_not_signed_in(client, training_class, missing, there):
    client.force_login(make_superuser())
    answer = client.get(export(training_class))
    assert answer.status_code == 200
    import io

    rows = [[cell.text for cell in row.cells.values()] for row in read_sheet(io.BytesIO(answer.getvalue())).rows]
    assert any("Missingcanary" in row for row in rows)
    assert not any("Therecanary" in row for row in rows)


def test_list_is_for_those_who_run_the_class(client, training_class, missing):
    client.force_login(missing)
    assert client.get(export(training_class)).status_code == 404
    client.force_login(make_superuser())
    switch(training_class, "off")
    assert client.get(export(training_class)).status_code == 404


def test_teacher_is_reminded_the_day_before_once(training_class, missing, there):
    look()
    look()
    drain()
    assert [message.to for message in mail.outbox] == [["teacher@school.example"]]
    assert "Missingcanary" in mail.outbox[0].body
    assert "Therecanary" not in mail.outbox[0].body


def test_reminder_comes_when_it_is_set(training_class, missing):
    switch(training_class, "on", days_before=3)
    look()
    drain()
    assert mail.outbox == []


def test_nobody_missing_nothing_sent(training_class, there):
    look()
    drain()
    assert mail.outbox == []
