"""The desk on which a timetable is changed, and what the class then sees."""

import pytest
from django.urls import reverse

from classes.models import TimetableChange
from tests.classes.timetable.times import berlin

ENGLISH = {"accept-language": "en"}


@pytest.fixture
def desk(client, training_class, teacher):
    client.force_login(teacher)

    def ask(name, method="get", status=200, **data):
        address = reverse(f"classes:{name}", args=[training_class.public_id])
        response = getattr(client, method)(address, data, headers=ENGLISH)
        assert response.status_code == status
        return response

    return ask


def sent(response):
    """What the preview's form sends again."""
    data = {}
    for name, value in response.context["sent"]:
        data.setdefault(name, []).append(value)
    return data


def test_move_is_looked_at_then_done(desk, visit):
    preview = desk("move_rest", preview=1, item=visit.public_id, days=2, minutes=30, reason="Snow")
    visit.refresh_from_db()
    assert visit.starts_at == berlin(2027, 3, 27, 14)
    assert "March 29 Monday 14:30–15:30" in preview.content.decode()

    desk("move_rest", "post", 302, **sent(preview))
    visit.refresh_from_db()
    assert visit.starts_at == berlin(2027, 3, 29, 14, 30)
    desk("move_rest", "post", 409, **sent(preview))
    visit.refresh_from_db()
    assert visit.starts_at == berlin(2027, 3, 29, 14, 30)


def test_series_names_its_clashes_and_its_days(desk, item, visit):
    preview = desk(
        "repeat_item",
        preview=1,
        item=item.public_id,
        weekdays=[4, 5],
        first="2027-03-26",
        last="2027-03-27",
        begins="14:00",
        ends="15:00",
    )
    page = preview.content.decode()
    assert "March 27 Saturday 14:00–15:00" in page
    assert preview.context["plan"].clashes == ()
    visit.room = "Room 1"
    visit.save()
    again = desk("repeat_item", **{**sent(preview), "preview": 1})
    assert "The room Room 1 is taken on March 27, 14:00–15:00: Visit" in again.content.decode()
    desk("repeat_item", "post", 302, **sent(again))
    assert TimetableChange.objects.filter(kind="added").count() == 2


def test_swap_is_looked_at_then_done(desk, item, visit):
    preview = desk("swap_items", preview=1, first=item.public_id, second=visit.public_id)
    desk("swap_items", "post", 302, **sent(preview))
    item.refresh_from_db()
    assert item.starts_at == berlin(2027, 3, 27, 14)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("move_rest", {"item": "x", "days": 1}),
        ("move_rest", {"days": 0}),
        ("move_rest", {"days": 99999}),
        ("swap_items", {}),
        ("repeat_item", {"weekdays": "9", "first": "x", "last": "2027-13-01", "skipped": "1.5."}),
        ("repeat_item", {"weekdays": "1", "first": "2027-03-26", "last": "2099-01-01", "begins": "9", "ends": "8:00"}),
    ],
)
def test_what_makes_no_sense_is_explained(desk, visit, name, data):
    for method, more in (("get", {"preview": 1}), ("post", {})):
        response = desk(name, method, 400, **{**data, **more})
        assert response.context["form"].errors


def test_class_sees_the_change_until_it_has_seen_it(desk, client, training_class, visit, learner, instructor):
    preview = desk("move_rest", preview=1, item=visit.public_id, days=1, reason="Snow")
    desk("move_rest", "post", 302, **sent(preview))
    client.force_login(learner)
    page = client.get(training_class.get_url(), headers=ENGLISH)
    shown = page.content.decode()
    assert "The timetable has changed" in shown
    assert "March 27 14:00–15:00" in shown
    assert "March 28 Sunday 14:00–15:00 · Snow" in shown

    number = TimetableChange.objects.get().pk
    client.post(reverse("classes:timetable_seen", args=[training_class.public_id]), {"number": number})
    shown = client.get(training_class.get_url(), headers=ENGLISH).content.decode()
    assert "The timetable has changed" not in shown
    assert "Changes of the timetable" in shown


def test_item_is_cancelled_and_held_after_all(client, teacher, visit, training_class):
    client.force_login(teacher)
    cancel, restore = (reverse(f"classes:{act}_item", args=[visit.public_id]) for act in ("cancel", "restore"))
    assert client.post(cancel, {"reason": ""}).status_code == 400
    assert client.post(cancel, {"reason": "Snow"}).status_code == 302
    assert client.post(cancel, {"reason": "Snow"}).status_code == 409
    assert "Snow" in client.get(training_class.get_url()).content.decode()
    client.post(restore)
    visit.refresh_from_db()
    assert (visit.state, visit.sequence) == ("planned", 2)


@pytest.mark.parametrize("name", ["timetable_desk", "move_rest", "swap_items", "repeat_item"])
def test_desk_is_not_found_by_those_who_do_not_run_the_class(client, training_class, learner, instructor, name):
    for person in (learner, instructor):
        client.force_login(person)
        assert client.get(reverse(f"classes:{name}", args=[training_class.public_id])).status_code == 404
