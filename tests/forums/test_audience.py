"""Whatever asks a forum's audience asks the class of an evening: pages, search, the API, the sitemap and files."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from forums.models import ForumPage
from people.audience import Audience, may_see, visible_to
from tests.factories.classes import make_timetable_item
from tests.factories.forums import make_forum
from tests.forums.admin.test_forum_page import fields_of

ASKED = {"audience", "audience_organization"}
INSIDE = {"superuser", "administrator", "editor", "class teacher", "instructor", "learner", "head", "point"}


@pytest.mark.parametrize("audience", ["public", "signed_in", "organization"])
def test_evening_asks_its_class_whatever_audience_it_was_given(evening, audience):
    forum = make_forum(evening.training_class, audience=audience, audience_organization=evening.counties.city)

    seen = {role for role, person in evening.people.items() if may_see(person, forum)}
    listed = {role for role, person in evening.people.items() if forum in visible_to(person, ForumPage.objects.all())}

    assert (forum.audience, forum.audience_organization) == (Audience.CLASS, None)
    assert seen == listed == INSIDE
    assert not may_see(AnonymousUser(), forum)
    assert not visible_to(AnonymousUser(), ForumPage.objects.all()).exists()


def test_evening_on_another_class_timetable_stays_with_its_own_class(evening):
    other = evening.people["other class's learner"]
    make_timetable_item(other.enrollments.get().training_class, page=evening.forum)

    assert evening.forum not in visible_to(other, ForumPage.objects.all())
    assert not may_see(other, evening.forum)


def test_salon_for_a_class_belongs_to_the_classes_that_lead_to_it(evening):
    salon = make_forum(evening.counties.east.home, audience="class")
    make_timetable_item(evening.training_class, page=salon)
    learner, other = evening.people["learner"], evening.people["other class's learner"]

    assert salon in visible_to(learner, ForumPage.objects.all())
    assert may_see(learner, salon)
    assert salon not in visible_to(other, ForumPage.objects.all())
    assert not may_see(other, salon)


def test_search_the_api_and_the_sitemap_name_an_evening_to_its_class_alone(client, evening):
    forum = make_forum(evening.training_class, title="Canaryevening", audience="public")
    addresses = [reverse("search") + "?q=Canaryevening", reverse("api-1:forums"), reverse("sitemap")]
    wanted = {"learner": [True, True, False], "other class's learner": [False] * 3, "coordinator": [False] * 3}

    for role, shown in wanted.items():
        client.force_login(evening.people[role])
        answers = [client.get(address).content.decode() for address in addresses]
        assert [forum.get_url() in answer for answer in answers] == shown, role
    client.logout()
    assert not any(forum.get_url() in client.get(address).content.decode() for address in addresses)


def test_editor_is_asked_for_the_audience_of_a_salon_alone(client, evening):
    client.force_login(evening.people["editor"])
    salon = make_forum(evening.counties.east.home)
    for page, asked in ((evening.forum, False), (salon, True)):
        answer = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
        assert {"audience", "audience_organization"} & fields_of(answer).keys() == (ASKED if asked else set())

        sent = {**fields_of(answer), "action-publish": "yes", **({} if asked else {"audience": "public"})}
        assert client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), sent).status_code == 302

    assert dict(ForumPage.objects.values_list("pk", "audience")) == {evening.forum.pk: "class", salon.pk: "signed_in"}


def test_salon_moved_below_a_class_belongs_to_the_class(evening):
    salon = make_forum(evening.counties.east.home, audience="public")

    salon.move(evening.training_class, pos="last-child")

    assert ForumPage.objects.get(pk=salon.pk).audience == Audience.CLASS
