"""One account of two, with everything that hangs on both."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.test import Client
from wagtail.models import ModelLogEntry

from foundation.jobs.models import OutboxEvent
from people import merging
from people.actions.merging import merge_people, move_person
from people.actions.one_time_codes import issue_code, use_code
from people.models import OneTimeCode, Role, RoleAssignment, User
from people.scope import scope_of
from schoolhouse.refusals import Refusal
from tests.factories.people import PASSWORD, make_document, make_organization, make_superuser, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return make_organization("School")


@pytest.fixture
def keep(school):
    return make_user("王小明", account_name="ming", role=Role.LEARNER, organization=school)


@pytest.fixture
def duplicate(school):
    return make_user("王小明", phone="13800138000", email="ming@school.cn", role=Role.LEARNER, organization=school)


def test_merge_lets_one_account_have_the_roles_and_history_of_both(keep, duplicate):
    other = make_organization("Other")
    boss = make_superuser()
    duplicate.role_assignments.create(role=Role.INSTRUCTOR, organization=other)
    document = make_document(uploaded_by_user=duplicate)
    issue_code(user=duplicate, by=boss)

    merge_people(keep=keep, duplicate=duplicate, by=boss)

    document.refresh_from_db()
    assert document.uploaded_by_user == keep
    assert {str(one) for one in keep.role_assignments.all()} == {
        str(one) for one in RoleAssignment.objects.filter(user=keep)
    }
    assert sorted(keep.role_assignments.values_list("role", "organization__name")) == [
        ("instructor", "Other"),
        ("learner", "School"),
    ]
    assert OneTimeCode.objects.filter(user=keep).count() == 1
    assert scope_of(keep).has_role(Role.INSTRUCTOR)


def test_merge_takes_over_the_identifiers_that_were_missing(client, keep, duplicate):
    merge_people(keep=keep, duplicate=duplicate, by=make_superuser())

    keep.refresh_from_db()
    assert (keep.account_name, keep.phone, keep.email) == ("ming", "+8613800138000", "ming@school.cn")
    client.post("/accounts/login/", {"login": "13800138000", "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(keep.pk)
    assert EmailAddress.objects.get(user=keep).email == "ming@school.cn"


def test_merge_closes_the_duplicate_and_remembers_where_it_went(keep, duplicate):
    merge_people(keep=keep, duplicate=duplicate, by=make_superuser())

    duplicate.refresh_from_db()
    assert (duplicate.is_active, duplicate.merged_into, duplicate.has_usable_password()) == (False, keep, False)
    assert (duplicate.account_name, duplicate.phone, duplicate.email) == (None, None, None)


def test_merge_signs_the_duplicate_out_and_revokes_its_code(keep, duplicate):
    boss = make_superuser()
    browser = Client()
    browser.post("/accounts/login/", {"login": "13800138000", "password": PASSWORD})
    issued = issue_code(user=duplicate, by=boss)

    merge_people(keep=keep, duplicate=duplicate, by=boss)

    assert not Session.objects.filter(session_key=browser.cookies["sessionid"].value).exists()
    with pytest.raises(Refusal):
        use_code(code=issued.code)


def test_merge_keeps_a_password_or_takes_the_only_one(school):
    keep = make_user(password=None)
    duplicate = make_user()
    merge_people(keep=keep, duplicate=duplicate, by=make_superuser())
    keep.refresh_from_db()
    assert keep.check_password(PASSWORD)


def test_merge_is_logged_on_both_and_told_as_an_event(keep, duplicate):
    boss = make_superuser()
    merge_people(keep=keep, duplicate=duplicate, by=boss)

    entries = ModelLogEntry.objects.filter(action__startswith="people.merge").order_by("action")
    assert [(one.action, one.object_id, one.user) for one in entries] == [
        ("people.merge", str(keep.pk), boss),
        ("people.merged", str(duplicate.pk), boss),
    ]
    assert OutboxEvent.objects.filter(name="people.accounts_merged").count() == 1


def test_merge_repoints_the_log_of_what_the_duplicate_did(keep, duplicate):
    boss = make_superuser()
    person = make_user()
    issue_code(user=person, by=duplicate)
    merge_people(keep=keep, duplicate=duplicate, by=boss)
    assert ModelLogEntry.objects.get(action="people.issue_code").user == keep


def test_merge_leaves_no_row_pointing_at_the_duplicate(keep, duplicate):
    merge_people(keep=keep, duplicate=duplicate, by=make_superuser())
    left = {
        relation.related_model._meta.label
        for relation in merging.relations()
        if merging.rows(relation.related_model, **{relation.field.name: duplicate}).exists()
    }
    assert left == set()


def test_merge_refuses_what_cannot_become_one_and_changes_nothing(keep, duplicate, monkeypatch):
    monkeypatch.delitem(merging._resolvers, "people.roleassignment")

    with pytest.raises(Refusal) as refused:
        merge_people(keep=keep, duplicate=duplicate, by=make_superuser())

    assert refused.value.code == "merge_collides"
    duplicate.refresh_from_db()
    assert (duplicate.is_active, duplicate.phone) == (True, "+8613800138000")


def test_merge_twice_is_refused(keep, duplicate):
    boss = make_superuser()
    merge_people(keep=keep, duplicate=duplicate, by=boss)
    with pytest.raises(Refusal):
        merge_people(keep=make_user(), duplicate=duplicate, by=boss)


def test_merge_is_refused_outside_the_scope_and_above(school, keep, duplicate):
    elsewhere = make_organization("Elsewhere")
    administrator = make_user(role=Role.ADMINISTRATOR, organization=school)
    stranger = make_user(role=Role.LEARNER, organization=elsewhere)
    for one, other, by in [
        (keep, stranger, administrator),
        (stranger, keep, administrator),
        (keep, make_superuser(), administrator),
        (keep, administrator, administrator),
        (keep, duplicate, make_user(role=Role.EDITOR, organization=school)),
        (keep, keep, make_superuser()),
    ]:
        with pytest.raises(Refusal):
            merge_people(keep=one, duplicate=other, by=by)
    merge_people(keep=keep, duplicate=duplicate, by=administrator)
    assert User.objects.get(pk=duplicate.pk).merged_into == keep


def test_every_model_that_may_hold_one_row_per_person_says_how_it_merges():
    """A model with a uniqueness over a person must register, or merges with history on both sides are refused."""
    silent = set()
    for relation in merging.relations():
        model, field = relation.related_model, relation.field.name
        unique = relation.field.unique or any(
            field in one.fields for one in model._meta.constraints if hasattr(one, "fields")
        )
        unique = unique or any(field in together for together in model._meta.unique_together)
        if unique and not merging.resolver_for(model):
            silent.add(model._meta.label)
    # Open codes are revoked first; a post's key is random.
    assert silent == {"people.OneTimeCode", "forums.Post"}


def test_move_person_keeps_everything_but_the_place(school, keep):
    other = make_organization("Other")

    move_person(user=keep, role=Role.LEARNER, from_organization=school, to_organization=other, by=make_superuser())

    assert list(keep.role_assignments.values_list("role", "organization__name")) == [("learner", "Other")]
    assert ModelLogEntry.objects.filter(action="people.move", object_id=str(keep.pk)).count() == 1


def test_move_person_is_refused_where_one_may_not_give(school, keep):
    other = make_organization("Other")
    by = make_user(role=Role.ADMINISTRATOR, organization=school)
    with pytest.raises(Refusal):
        move_person(user=keep, role=Role.LEARNER, from_organization=school, to_organization=other, by=by)
    assert keep.role_assignments.get().organization == school


def test_move_person_is_refused_where_the_role_is_not_held(school, keep):
    with pytest.raises(Refusal):
        move_person(user=keep, role=Role.HEAD, from_organization=school, to_organization=school, by=make_superuser())
