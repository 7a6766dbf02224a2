"""A card leads to another page, for those who may see it and as long as it is there."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from people.models import Role
from tests.factories.lessons import make_lesson
from tests.factories.people import make_organization, make_user
from tests.lessons.blocks.pages import published, shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def places():
    """Two lessons in one list: one that shows a card, and the one that it leads to."""
    organization = make_organization()
    target = make_lesson(organization, title="Rope work", intro="Knots first.", audience="public")
    return organization, target


def with_card(target, note=""):
    return published(("page_card", {"page": target.pk, "note": note}), index=target.get_parent())


def test_card_of_a_public_page_leads_there(places, client):
    _organization, target = places
    text = shown(client, with_card(target))
    assert f'href="{target.get_url()}"' in text
    assert "Knots first." in text
    assert "Why now" in shown(client, with_card(target, note="Why now"))


def test_card_is_for_those_who_may_see_the_page(places, client):
    organization, target = places
    target.audience, target.audience_organization = "organization", organization
    target.save()
    page = with_card(target, note="For us")
    member = make_user(role=Role.LEARNER, organization=organization)
    other = make_user(role=Role.LEARNER, organization=make_organization())
    for person, sees in ((member, True), (other, False), (member, True), (None, False)):
        client.logout() if person is None else client.force_login(person)
        assert ("Rope work" in shown(client, page), "For us" in shown(client, page)) == (sees, sees)


@pytest.mark.parametrize("audience", ["public", "signed_in"])
def test_card_goes_when_its_page_is_unpublished_and_comes_back_with_it(places, client, audience):
    organization, target = places
    target.audience = audience
    target.save()
    page = with_card(target)
    client.force_login(make_user(role=Role.EDITOR, organization=organization))
    assert "Rope work" in shown(client, page)
    target.unpublish()
    assert "Rope work" not in shown(client, page)
    target.save_revision().publish()
    assert "Rope work" in shown(client, page)


def test_card_goes_when_its_page_is_closed_to_the_public_or_deleted(places, client):
    _organization, target = places
    page = with_card(target)
    assert "Rope work" in shown(client, page)
    restriction = PageViewRestriction.objects.create(page=target, restriction_type="login")
    assert "Rope work" not in shown(client, page)
    restriction.delete()
    assert "Rope work" in shown(client, page)
    target.delete()
    assert "Rope work" not in shown(client, page)


def test_card_that_everybody_sees_costs_its_readers_nothing(places, client, django_assert_num_queries):
    _organization, target = places
    page, plain = with_card(target), published(index=target.get_parent())
    shown(client, page), shown(client, plain)
    for one in (plain, page):
        with django_assert_num_queries(2):
            shown(client, one)


def test_card_says_nothing_to_the_search_index(places):
    _organization, target = places
    body = with_card(target, note="Why now").body
    assert body.stream_block.get_searchable_content(body) == ["Why now"]


@pytest.mark.parametrize("audience", ["signed_in", "organization"])
def test_cards_of_the_school_cost_their_readers_nothing(places, client, audience):
    organization, target = places
    targets = [target, *(make_lesson(organization, index=target.get_parent()) for _number in range(9))]
    for one in targets:
        one.audience, one.audience_organization = audience, organization
        one.save()
    page = published(*[("page_card", {"page": one.pk, "note": ""}) for one in targets], index=target.get_parent())
    plain = published(index=target.get_parent())
    client.force_login(make_user(role=Role.LEARNER, organization=organization))
    for one in (page, plain):
        shown(client, one)
    assert shown(client, page).count("page-card") == 10
    counts = []
    for one in (plain, page):
        with CaptureQueriesContext(connection) as asked:
            shown(client, one)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 6
