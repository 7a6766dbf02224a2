"""What a plugin gives at run time is not what its extension point takes: the page is whole, the fault is named."""

import pytest
from django.urls import reverse

from schoolhouse import extension_points as points
from schoolhouse import faults
from schoolhouse.models import PluginFault
from tests.schoolhouse.testing.contracts_run import PLUGIN, registered

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_written(monkeypatch):
    monkeypatch.setattr(faults, "_written", {})


def faults_at():
    return set(PluginFault.objects.values_list("plugin", "place"))


@pytest.mark.parametrize(
    ("item", "shown"),
    [
        (points.NavigationItem("Odd", lambda request: 7), False),
        (points.NavigationItem("Odd", lambda request: 1 / 0), False),
        (points.NavigationItem("Odd", lambda request: "/odd/", "no-such-icon"), True),
    ],
)
def test_navigation_stands(school, item, shown):
    with registered(points.navigation, item):
        answer = school.client(school.person()).get("/accounts/profile/", follow=True)
    assert answer.status_code == 200
    assert ("Odd" in answer.content.decode()) is shown
    assert faults_at() == {(PLUGIN, "navigation")}


@pytest.mark.parametrize("values", [lambda page, rows: 7, lambda page, rows: {row.pk: Unsayable() for row in rows}])
def test_roster_stands(school, values):
    page = school.training_class()
    learner = school.learner(page)
    with registered(points.roster_columns, points.RosterColumn("Odd", values)):
        answer = school.client(page.class_teacher).get(reverse("classes:roster", args=[page.public_id]))
    assert answer.status_code == 200
    assert learner.full_name in answer.content.decode()
    assert faults_at() == {(PLUGIN, "roster_columns")}


class Unsayable:
    def __str__(self):
        raise RuntimeError("bang")


@pytest.mark.parametrize("rows", [lambda page, user: 7, lambda page, user: [[Unsayable()]]])
def test_export_says_that_it_failed(school, rows):
    page = school.training_class()
    with registered(points.exports, points.Export("Odd", [("Odd", 10)], rows)):
        address = reverse("classes:export", args=[page.public_id, "kit.test"])
        answer = school.client(page.class_teacher).get(address, follow=True)
    assert "The export failed" in answer.content.decode()
    assert faults_at() == {(PLUGIN, "exports")}


@pytest.mark.parametrize("address", [7, None, "http://[", "javascript:alert(1)"])
def test_person_who_would_enter_is_asked_to_try_again(school, address):
    page = school.training_class()
    live_class = school.live_class(page, mode="online")
    provider = points.LiveProvider("Odd", lambda page: True, lambda page, user: address)
    with registered(points.live_providers, provider):
        join = reverse("classes:join", args=[live_class.public_id])
        answer = school.client(school.learner(page)).get(join, follow=True)
    assert "The room cannot be opened just now" in answer.content.decode()


def test_points_stand(school):
    page = school.training_class()
    with registered(points.score_rules, points.ScoreRule(PLUGIN, "Odd", lambda page: Unsayable())):
        address = reverse("evaluations:points", args=[page.public_id])
        answer = school.client(school.learner(page)).get(address)
    assert answer.status_code == 200
    assert faults_at() == {(PLUGIN, "score_rules")}


def test_editor_stands(school):
    from lessons.models import LessonPage

    with registered(points.content_blocks, points.ContentBlock(lambda: 7, ("lessons.body",))):
        blocks = LessonPage._meta.get_field("body").stream_block.child_blocks
        assert "kit__test" not in blocks
    assert faults_at() == {(PLUGIN, "content_blocks: kit.test")}
