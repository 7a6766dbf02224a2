"""Signing in where the class is held: the phone's position is compared, and not kept."""

import re
from datetime import timedelta

import pytest
from django.core.serializers import serialize
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import activate, gettext, override

from foundation.jobs.models import OutboxEvent
from plugins.attendance.codes import Code
from plugins.attendance.forms.settings import SettingsForm
from plugins.attendance.kept import signature_of
from plugins.attendance.models import Mark
from plugins.attendance.places import Place, Point, point_of
from plugins.attendance.tests.rolls import make_roll
from schoolhouse.activation import cleaned_settings
from schoolhouse.refusals import Refusal

pytestmark = pytest.mark.django_db

HALL = "31.230400, 121.473700"
HERE, EDGE, FAR = "31.230500,121.473700,20", "31.232100,121.473700,60", "31.240000,121.473700,20"
COARSE = "31.230400,121.473700,2500"


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """Stop the clock, so that no code ends on a slow machine."""
    moment = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: moment)


@pytest.fixture
def roll(school, switch):
    roll = make_roll(school, minutes_ago=2)
    switch(roll.training_class, second_factor="place", place=HALL, place_meters=150)
    return roll


@pytest.fixture
def learner(school, roll):
    return school.learner(roll.training_class)


def code_of(roll):
    return Code.at(roll.door, "in", timezone.now(), 20)


def address_of(roll):
    return reverse("plugins:attendance:scan", args=[roll.door, code_of(roll).token])


def test_distance_is_that_of_a_ball():
    """One degree of latitude is 111.195 km; at 60 degrees one of longitude is half of that."""
    assert Point(0, 0).meters_to(Point(1, 0)) == pytest.approx(111_195, abs=1)
    assert Point(60, 179.5).meters_to(Point(60, -179.5)) == pytest.approx(55_597, abs=3)
    assert Point(90, 0).meters_to(Point(-90, 0)) == pytest.approx(20_015_115, abs=1)


@pytest.mark.parametrize("text", ["31.2304, 121.4737", "31.2304，121.4737", " -31.2304 ; +121.4737 "])
def test_point_is_read_as_maps_copy_it(text):
    assert point_of(text) is not None


@pytest.mark.parametrize("text", ["", "31.2304", "91, 0", "0, 181", "nan, nan", "31°13′N", "1e9, 2"])
def test_what_is_no_place_is_no_point(text):
    assert point_of(text) is None


@pytest.mark.parametrize(
    ("said", "code", "words"),
    [
        ("", "place_missing", "did not say where it is"),
        (COARSE, "place_coarse", "2500 m"),
        (FAR, "place_far", "1100 m away"),
        ("nan,nan,nan", "place_damaged", "cannot be read"),
        ("91.0,0,10", "place_damaged", "cannot be read"),
    ],
)
def test_refusal_says_why(school, roll, learner, said, code, words):
    answer = school.client(learner).post(address_of(roll), {"place": said})

    assert (answer.status_code, Mark.objects.count()) == (400 if code == "place_damaged" else 403, 0)
    assert words in answer.content.decode()
    assert f'href="{address_of(roll)}"' in answer.content.decode()
    with pytest.raises(Refusal) as refused:
        Place(Point(31.2304, 121.4737), 150).check(said)
    assert refused.value.code == code


def test_wide_place_takes_a_coarse_position():
    assert Place(Point(31.2304, 121.4737), 3000).check(COARSE).is_inside


@pytest.mark.parametrize(("said", "words"), [(HERE, "at the place"), (EDGE, "at the edge")])
def test_learner_at_the_place_signs_in_and_the_position_is_not_kept(school, roll, learner, said, words):
    client = school.client(learner)
    page = client.get(address_of(roll)).content.decode()
    assert 'data-controller="place"' in page
    assert 'hx-trigger="submit"' in page

    assert "You have signed in" in client.post(address_of(roll), {"place": said}).content.decode()

    mark = Mark.objects.get()
    with override(roll.training_class.locale.language_code):
        assert mark.evidence == gettext(f"Position checked: {words}")
    kept = serialize("json", [mark, *OutboxEvent.objects.all()])
    assert not re.search(r"31\.23|121\.47", kept)


def test_position_is_asked_nowhere_else(school, learner, roll, switch):
    switch(roll.training_class, second_factor="none", place=HALL)
    client = school.client(learner)

    assert "place.js" not in client.get(address_of(roll)).content.decode()
    assert "place.js" not in client.get(reverse("plugins:attendance:enter")).content.decode()
    assert client.post(address_of(roll)).status_code == 200
    assert Mark.objects.get().evidence == ""


def test_digits_that_were_read_out_to_somebody_at_home_are_not_enough(school, roll, learner):
    client, address = school.client(learner), reverse("plugins:attendance:enter")
    assert 'data-controller="place"' in client.get(address).content.decode()

    assert "away from where" in client.post(address, {"digits": code_of(roll).digits, "place": FAR}).content.decode()
    assert not Mark.objects.exists()
    assert client.post(address, {"digits": code_of(roll).digits, "place": HERE}).status_code == 200
    assert Mark.objects.count() == 1


def _noted(page, code, place):
    key = re.search(r'data-kept-key-value="(\w+)"', page)[1]
    issued = re.search(r'data-kept-issued-value="(\d+)"', page)[1]
    at = int(timezone.now().timestamp() * 1000)
    return {"code": code, "at": at, "issued": issued, "place": place, "signature": signature_of(key, code, at, place)}


def test_kept_scan_brings_the_position_of_its_moment(school, roll, learner, monkeypatch):
    client, url = school.client(learner), reverse("plugins:attendance:kept")
    code = f"{roll.door}/{code_of(roll).token}"
    page = client.get(address_of(roll)).content.decode()
    here, far, none = (_noted(page, code, place) for place in (HERE, FAR, ""))
    later = timezone.now() + timedelta(hours=3)
    monkeypatch.setattr(timezone, "now", lambda: later)
    sent_at = int(later.timestamp() * 1000)

    answers = [client.post(url, {**noted, "sent_at": sent_at}).json().get("code") for noted in (far, none)]
    # A position that was put in afterwards is not what the device signed.
    answers.append(client.post(url, {**far, "place": HERE, "sent_at": sent_at}).json().get("code"))
    assert (answers, Mark.objects.count()) == (["place_far", "place_missing", "signature"], 0)

    assert client.post(url, {**here, "sent_at": sent_at}).status_code == 200
    with override(roll.training_class.locale.language_code):
        words = gettext("Kept on the device without a network") + " · " + gettext("Position checked: at the place")
    assert Mark.objects.get().evidence == words


def test_class_that_has_not_said_where_it_is_held_lets_nobody_in_by_the_way(school, roll, learner, switch):
    switch(roll.training_class, second_factor="place", place="")

    answer = school.client(learner).post(address_of(roll), {"place": HERE})

    assert (answer.status_code, Mark.objects.count()) == (403, 0)
    assert "Nobody has said yet where" in answer.content.decode()


def _form(**fields):
    values = {name: field.initial for name, field in SettingsForm.base_fields.items()}
    return SettingsForm({name: value for name, value in {**values, **fields}.items() if value is not False})


def test_settings_ask_for_the_place_where_it_is_compared():
    activate("en")
    assert _form().is_valid()
    assert "Say where the class is held." in _form(second_factor="place").errors["place"]
    assert "such as" in _form(second_factor="place", place="the hall").errors["place"][0]
    assert _form(second_factor="place", place="31.2304，121.4737").is_valid()


def test_administrator_is_asked_for_the_place_in_the_settings_of_a_class(school, roll):
    page, client = roll.training_class, school.client(school.superuser())
    address = reverse("schoolhouse_page_plugin", args=[page.pk, "attendance"])
    fields = {f"set_{name}": field.initial for name, field in SettingsForm.base_fields.items() if field.initial != ""}
    sent = {"state": "inherit", "own_settings": "on", **fields, "set_second_factor": "place", "set_place_meters": 200}
    del sent["set_point_photo"]

    refused = client.post(address, sent)
    assert refused.status_code == 200
    assert list(refused.context["form"].errors) == ["set_place"]
    assert cleaned_settings("attendance", page)["place_meters"] == 150

    assert client.post(address, {**sent, "set_place": "31.2304，121.4737"}).status_code == 302
    found = cleaned_settings("attendance", page)
    assert (found["place"], found["place_meters"]) == ("31.230400, 121.473700", 200)
