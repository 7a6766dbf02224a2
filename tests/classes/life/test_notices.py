"""Notices: published once, read once, and who has not read them."""

import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from classes import events
from classes.actions.life.notices import publish_notice
from classes.models import ClassNotice, NoticeRead
from foundation.jobs.models import OutboxEvent
from people.actions.merging import merge_people
from schoolhouse.refusals import Refusal
from tests.classes.queries_counted import count_queries
from tests.factories.class_life import make_class_today, make_notice, make_shift
from tests.factories.classes import make_enrollment
from tests.factories.people import make_superuser, make_user

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def training_class():
    held = make_class_today()
    place = held.get_parent().get_parent()
    Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "testserver", "root_page": place})
    return held


@pytest.fixture
def teacher(training_class):
    return training_class.class_teacher


@pytest.fixture
def seat(training_class):
    return make_enrollment(training_class, make_user("周兰"))


def of(user):
    client = Client(headers=ENGLISH)
    client.force_login(user)
    return client


def address(training_class, rest=""):
    return f"/classes/{training_class.public_id}/notices/{rest}"


def test_notice_sent_twice_is_published_once(training_class, teacher, seat):
    data = {"title": "  明早八点集合 ", "body": "校门口\r\n带伞", "client_key": str(uuid.uuid4())}
    for _time in range(2):
        assert of(teacher).post(address(training_class, "write/"), data).status_code == 302

    notice = ClassNotice.objects.get()
    assert (notice.title, notice.body, notice.author) == ("明早八点集合", "校门口\n带伞", teacher)
    assert OutboxEvent.objects.filter(name=events.notice_published.name).count() == 1


@pytest.mark.parametrize(
    "data",
    [
        {"title": " ", "client_key": str(uuid.uuid4())},
        {"title": "x" * 101, "client_key": str(uuid.uuid4())},
        {"title": "x", "body": "y" * 5001, "client_key": str(uuid.uuid4())},
        {"title": "x", "client_key": "broken"},
    ],
)
def test_notice_that_cannot_be_sent_says_why(training_class, teacher, data):
    answer = of(teacher).post(address(training_class, "write/"), data)
    assert answer.status_code == 400
    assert "message--error" in answer.content.decode() or "field__error" in answer.content.decode()
    assert not ClassNotice.objects.exists()


def test_reading_is_recorded_once_and_the_teacher_sees_by_whom(training_class, teacher, seat):
    other = make_enrollment(training_class, make_user("李一"))
    notice = make_notice(training_class, title="集合", body="带伞")
    for _time in range(2):
        assert "带伞" in of(seat.learner).get(f"/classes/notices/{notice.public_id}/").content.decode()
    assert NoticeRead.objects.filter(reader=seat.learner).count() == 1

    shown = of(teacher).get(f"/classes/notices/{notice.public_id}/").context
    assert [one.learner for one in shown["unread"]] == [other.learner]
    assert [one.learner for one in shown["read"]] == [seat.learner]
    listed = of(teacher).get(address(training_class)).content.decode()
    assert "1 of 2 read it" in listed
    assert of(seat.learner).get(f"/classes/notices/{notice.public_id}/").context["unread"] == []


def test_unread_notices_stand_on_class_page_and_dashboard_until_they_are_read(training_class, seat):
    notice, client = make_notice(training_class, title="明早集合"), of(seat.learner)
    pages = [training_class.get_url(), "/learn/"]
    link = f'href="/classes/notices/{notice.public_id}/"'
    assert [link in client.get(page).content.decode() for page in pages] == [True, True]

    client.get(f"/classes/notices/{notice.public_id}/")
    assert [link in client.get(page).content.decode() for page in pages] == [False, False]
    other = make_enrollment(training_class).learner
    assert [link in of(other).get(page).content.decode() for page in pages] == [True, True]


def test_withdrawn_notice_is_gone_for_the_class(training_class, teacher, seat):
    notice = make_notice(training_class, title="写错了")
    assert of(seat.learner).post(f"/classes/notices/{notice.public_id}/withdraw/").status_code == 404
    assert of(teacher).post(f"/classes/notices/{notice.public_id}/withdraw/").status_code == 302

    client = of(seat.learner)
    assert client.get(f"/classes/notices/{notice.public_id}/").status_code == 404
    for page in (address(training_class), training_class.get_url(), "/learn/"):
        assert "写错了" not in client.get(page).content.decode()
    assert "写错了" in of(teacher).get(address(training_class)).content.decode()


def test_who_has_the_duty_writes_notices_today_and_withdraws_the_own(training_class, teacher, seat):
    client, theirs = of(seat.learner), make_notice(training_class, author=teacher)
    data = {"title": "晚上值日", "client_key": str(uuid.uuid4())}
    assert client.post(address(training_class, "write/"), data).status_code == 404
    make_shift(seat, "notices")
    assert client.post(address(training_class, "write/"), data).status_code == 302
    own = ClassNotice.objects.get(author=seat.learner)
    assert client.post(f"/classes/notices/{theirs.public_id}/withdraw/").status_code == 404
    assert client.post(f"/classes/notices/{own.public_id}/withdraw/").status_code == 302


def test_notice_of_who_may_not_is_refused(training_class, seat):
    with pytest.raises(Refusal):
        publish_notice(training_class=training_class, title="x", body="", client_key=uuid.uuid4(), by=seat.learner)


def test_class_page_asks_for_notices_only_where_some_are_unread(training_class, seat):
    client, counts = of(seat.learner), []
    for number in range(3):
        if number == 1:
            notices = [make_notice(training_class) for _number in range(5)]
        if number == 2:
            NoticeRead.objects.bulk_create([NoticeRead(notice=one, reader=seat.learner) for one in notices])
        for _time in range(2):
            client.get(training_class.get_url())
        with CaptureQueriesContext(connection) as queries:
            client.get(training_class.get_url())
        counts.append(len(queries))
    assert counts == [counts[0], counts[0] + 1, counts[0]]


@pytest.mark.parametrize("who", ["teacher", "learner"])
def test_notices_cost_the_same_for_many(training_class, teacher, seat, who):
    client = of(teacher if who == "teacher" else seat.learner)
    counts, made = [], 0
    for rows in (1, 30, 300):
        for _number in range(made, rows):
            make_notice(training_class)
        made = rows
        counts.append(count_queries(client, address(training_class)))
    # What has several pages counts them.
    assert len(set(counts)) == 1, counts


def test_readers_cost_the_same_for_many(training_class, teacher):
    notice, counts, made = make_notice(training_class), [], 0
    of(teacher).get(f"/classes/notices/{notice.public_id}/")
    for rows in (1, 30, 300):
        for _number in range(made, rows):
            NoticeRead.objects.create(notice=notice, reader=make_enrollment(training_class).learner)
        made = rows
        counts.append(count_queries(of(teacher), f"/classes/notices/{notice.public_id}/"))
    assert len(set(counts)) == 1, counts


def test_merge_keeps_one_reading(training_class, seat):
    duplicate = make_enrollment(training_class).learner
    notice = make_notice(training_class)
    for reader in (seat.learner, duplicate):
        of(reader).get(f"/classes/notices/{notice.public_id}/")
    merge_people(keep=seat.learner, duplicate=duplicate, by=make_superuser())
    assert notice.reads.get().reader == seat.learner
