"""Entering head counts and outside classes, with what goes wrong."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from plugins.attendance.register.models import HeadCount, OutsideClass, RegisterEvidence, SessionTally
from plugins.attendance.tests.register.entries import PDF, count_at, photo

pytestmark = pytest.mark.django_db


@pytest.fixture
def training_class(school):
    return school.training_class("Land records", time_zone="Asia/Shanghai")


@pytest.fixture
def teacher(school, training_class):
    return school.client(training_class.class_teacher)


def in_class(training_class):
    return reverse("plugins:attendance:count_in_class", args=[training_class.public_id])


ALONE = "/plugins/attendance/register/counts/new/"
OUTSIDE = "/plugins/attendance/register/outside/new/"


def said(organization, /, **changes):
    day = (timezone.localdate() - datetime.timedelta(days=1)).isoformat()
    fields = {"title": "Evening", "date": day, "starts": "19:00", "ends": "21:00", "people": "17"}
    return {**fields, "organization": str(organization.public_id), **changes}


def test_teacher_counts_at_a_point_for_what_stands_on_the_timetable(school, training_class, teacher, village):
    item = school.timetable_item(training_class, "Reading land records")
    page = teacher.get(in_class(training_class)).content.decode()
    assert "Reading land records" in page
    assert "Village point" in page

    answer = teacher.post(
        in_class(training_class), {"item": str(item.public_id), "people": "17", "organization": village.public_id}
    )

    count = HeadCount.objects.get()
    assert answer.url == reverse("plugins:attendance:count", args=[count.public_id])
    assert (count.item, count.title, count.starts_at, count.ends_at) == (
        item,
        "Reading land records",
        item.starts_at,
        item.ends_at,
    )
    assert (count.people, count.at_point, count.organization) == (17, True, village)
    line = SessionTally.objects.get()
    assert (line.person_times, line.at_point, line.place, line.organization) == (17, 17, village, school.organization)
    assert "17" in teacher.get(answer.url).content.decode()


def test_times_are_those_of_the_class(school, training_class, teacher):
    teacher.post(in_class(training_class), said(school.organization))

    count = HeadCount.objects.get()
    assert f"{count.starts_at.astimezone(training_class.zone):%H:%M}" == "19:00"
    assert count.at_point is False


def test_point_counts_its_own_session_with_photo_and_sheet(school, village, holding):
    point = school.client(holding("point", village))
    files = {"photos": photo(), "sheets": SimpleUploadedFile("sheet.pdf", PDF)}

    answer = point.post(ALONE, {**said(village), **files})

    count = HeadCount.objects.get()
    kept = list(count.evidence.all())
    assert [(one.kind, one.name) for one in kept] == [("photo", "room.jpg"), ("sheet", "sheet.pdf")]
    with kept[0].file.open() as stored, Image.open(stored) as picture:
        assert not picture.getexif()
    address = reverse("plugins:attendance:evidence", args=[kept[1].public_id])
    fetched = point.get(address)
    assert b"".join(fetched.streaming_content) == PDF
    assert fetched["Content-Disposition"].startswith("attachment")
    assert "sheet.pdf" in point.get(answer.url).content.decode()
    assert "Evening" in point.get(reverse("plugins:attendance:counts")).content.decode()


def test_point_counts_for_a_class_of_its_people_and_for_no_other(school, training_class, village, holding):
    point = school.client(holding("point", village))
    assert point.get(in_class(training_class)).status_code == 404
    school.enrollment(training_class, organization=village)
    assert in_class(training_class) in point.get(reverse("plugins:attendance:counts")).content.decode()

    assert point.post(in_class(training_class), said(school.organization)).status_code == 400
    point.post(in_class(training_class), said(village))

    assert list(HeadCount.objects.values_list("training_class", "organization")) == [(training_class.pk, village.pk)]


@pytest.mark.parametrize(
    "changes",
    [
        {"people": ""},
        {"people": "0"},
        {"people": "-3"},
        {"people": "100001"},
        {"title": ""},
        {"title": "x" * 201},
        {"date": "2999-01-01"},
        {"date": "yesterday"},
        {"starts": "21:00", "ends": "19:00"},
        {"organization": "nowhere"},
        {"item": "nothing"},
        {"photos": SimpleUploadedFile("a.jpg", b"no picture")},
        {"photos": SimpleUploadedFile("a.pdf", PDF)},
        {"sheets": SimpleUploadedFile("a.pdf", b"<html>")},
        {"sheets": SimpleUploadedFile("a.exe", b"MZ")},
        {"remarks": "x" * 501},
        {"title": "a\x00b"},
    ],
    ids=str,
)
def test_what_cannot_be_is_explained_and_nothing_is_kept(school, training_class, teacher, changes):
    school.timetable_item(training_class)
    answer = teacher.post(in_class(training_class), said(school.organization, **changes))

    assert answer.status_code == 400
    assert "message--error" in answer.content.decode()
    assert not HeadCount.objects.exists()
    assert not RegisterEvidence.objects.exists()


def test_a_closed_class_takes_no_more_counts(school, training_class, teacher):
    from classes.models import ClassStep

    number = {"number": 1, "to_state": "closed", "by": training_class.class_teacher}
    ClassStep.objects.create(training_class=training_class, **number)

    answer = teacher.post(in_class(training_class), said(school.organization))

    assert answer.status_code == 409
    assert "This class is closed" in answer.content.decode()
    assert not HeadCount.objects.exists()


def test_a_correction_needs_a_reason_keeps_the_files_and_shows_both(school, village, holding):
    point_person = holding("point", village)
    point = school.client(point_person)
    point.post(ALONE, {**said(village), "photos": photo()})
    first = HeadCount.objects.get()
    address = reverse("plugins:attendance:correct_count", args=[first.public_id])
    assert 'value="17"' in point.get(address).content.decode()
    assert point.post(address, said(village, people="71")).status_code == 400

    answer = point.post(
        address, {**said(village, people="71", reason="Figures swapped"), "photos": photo("b.jpg", "blue")}
    )

    later = HeadCount.objects.get(corrects=first)
    assert (first.people, later.people, later.reason) == (17, 71, "Figures swapped")
    assert [one.name for one in later.evidence.all()] == ["room.jpg", "b.jpg"]
    page = point.get(answer.url).content.decode()
    assert "Figures swapped" in page
    assert "Before that" in page
    old = point.get(reverse("plugins:attendance:count", args=[first.public_id])).content.decode()
    assert "Corrected later" in old
    assert point.get(address, follow=True).redirect_chain
    assert point.post(address, said(village, people="5", reason="Again")).status_code == 302
    assert HeadCount.objects.count() == 2


def test_files_of_a_point_are_its_own(school, village, elsewhere, holding, training_class):
    count_at(village, by=holding("point", village))
    count = HeadCount.objects.get()
    made = RegisterEvidence.objects.create(head_count=count, kind="photo", file=photo(), name="room.jpg", size=3)
    for person in (holding("point", elsewhere), holding("head", elsewhere), holding("class_teacher", elsewhere)):
        client = school.client(person)
        assert client.get(reverse("plugins:attendance:evidence", args=[made.public_id])).status_code == 404
        assert client.get(reverse("plugins:attendance:count", args=[count.public_id])).status_code == 404
    head = school.client(holding("head", school.organization))
    assert head.get(reverse("plugins:attendance:evidence", args=[made.public_id])).status_code == 200


def held(organization, /, **changes):
    fields = {"title": "Before the software", "starts_on": "2019-03-04", "ends_on": "2019-03-06", "held_at": "Old hall"}
    return {
        **fields,
        "sessions": "3",
        "hours": "7.5",
        "people": "40",
        "organization": str(organization.public_id),
        **changes,
    }


def test_administrator_enters_a_class_held_before_and_corrects_it(school, holding):
    client = school.client(holding("administrator", school.organization))
    assert client.get(OUTSIDE).status_code == 200
    answer = client.post(OUTSIDE, {**held(school.organization), "photos": photo()})
    first = OutsideClass.objects.get()
    assert (first.minutes, first.people, first.evidence.count()) == (450, 40, 1)
    assert "120" in client.get(answer.url).content.decode()
    address = reverse("plugins:attendance:correct_outside", args=[first.public_id])
    assert 'value="7.5"' in client.get(address).content.decode()

    client.post(address, held(school.organization, people="44", reason="Counted again"))

    assert list(OutsideClass.objects.values_list("people", flat=True)) == [40, 44]
    assert list(SessionTally.objects.values_list("person_times", "year")) == [(132, 2019)]


@pytest.mark.parametrize(
    "changes",
    [
        {"hours": "0"},
        {"hours": "73"},
        {"hours": "1e9"},
        {"people": "0"},
        {"sessions": "0"},
        {"starts_on": "2019-03-07"},
        {"ends_on": "2999-01-01"},
        {"starts_on": "0001-01-01"},
        {"title": ""},
        {"organization": ""},
    ],
    ids=str,
)
def test_a_class_that_cannot_have_been_is_explained(school, holding, changes):
    client = school.client(holding("administrator", school.organization))

    answer = client.post(OUTSIDE, held(school.organization, **changes))

    assert answer.status_code == 400
    assert not OutsideClass.objects.exists()


def test_an_administrator_enters_nothing_for_another_organization(school, elsewhere, holding):
    client = school.client(holding("administrator", school.organization))

    assert client.post(OUTSIDE, held(elsewhere)).status_code == 400
    assert client.post(ALONE, said(elsewhere)).status_code == 400
    assert not OutsideClass.objects.exists()
    assert not HeadCount.objects.exists()
