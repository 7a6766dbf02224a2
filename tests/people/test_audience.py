"""The audience rule: as a query and for one object, the answers agree."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db.models import Q
from wagtail.models import PageViewRestriction

from people import audience
from people.audience import Audience, may_see, register_class_audience, visible_to
from people.models import Role, SchoolDocument
from tests.factories.people import make_document, make_superuser, make_user


@pytest.fixture
def documents(counties):
    SchoolDocument.objects.all().delete()
    east = counties.east.organization
    return {
        "public": make_document(east, audience=Audience.PUBLIC),
        "signed_in": make_document(east, audience=Audience.SIGNED_IN),
        "class": make_document(east, audience=Audience.CLASS),
        "organization": make_document(east, audience=Audience.ORGANIZATION, audience_organization=east),
        "city": make_document(east, audience=Audience.ORGANIZATION, audience_organization=counties.city),
    }


def _seen(user, documents):
    found = set(visible_to(user, SchoolDocument.objects.all()))
    names = {name for name, document in documents.items() if document in found}
    assert names == {name for name, document in documents.items() if may_see(user, document)}
    return names


def test_each_person_sees_what_is_for_them(counties, documents):
    everything = set(documents)
    assert _seen(AnonymousUser(), documents) == {"public"}
    assert _seen(make_user(), documents) == {"public", "signed_in"}
    assert _seen(counties.east.learner, documents) == {"public", "signed_in", "organization", "city"}
    assert _seen(counties.west.learner, documents) == {"public", "signed_in", "city"}
    assert _seen(counties.west.editor, documents) == {"public", "signed_in", "city"}
    assert _seen(counties.east.editor, documents) == everything
    assert _seen(make_user(role=Role.EDITOR, organization=counties.city), documents) == everything
    assert _seen(make_superuser(), documents) == everything


def test_closed_account_sees_what_a_stranger_sees(counties, documents):
    user = counties.east.learner
    user.is_active = False
    assert _seen(user, documents) == {"public"}


def test_class_rule_is_asked_for_the_class(counties, documents):
    class Rule:
        def filter(self, user, model):
            return Q(organization__role_assignments__user=user)

        def allows(self, user, obj):
            return obj.organization.role_assignments.filter(user=user).exists()

    before = audience._class_audience
    register_class_audience(Rule())
    try:
        assert "class" in _seen(counties.east.learner, documents)
        assert "class" not in _seen(counties.west.learner, documents)
    finally:
        register_class_audience(before)


def test_draft_is_for_its_editors_only(counties):
    page = counties.east.page
    page.live = False
    page.save()
    people = [AnonymousUser(), counties.east.learner, counties.west.editor, counties.east.editor]
    assert [may_see(person, page) for person in people] == [False, False, False, True]


def test_view_restriction_of_wagtail_holds_too(counties):
    page = counties.east.page
    PageViewRestriction.objects.create(page=counties.east.home, restriction_type=PageViewRestriction.LOGIN)
    assert not may_see(AnonymousUser(), page)
    assert may_see(counties.west.learner, page)


def test_organization_audience_asks_for_the_organization(counties):
    document = counties.east.document
    document.audience = Audience.ORGANIZATION
    with pytest.raises(ValidationError) as refused:
        document.full_clean()
    assert "audience_organization" in refused.value.message_dict
