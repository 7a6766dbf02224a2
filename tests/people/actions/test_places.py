"""Places in the page tree, and the rights that follow them."""

import pytest
from wagtail.models import Collection, GroupCollectionPermission, Page

from people.actions.organizations import move_organization
from people.actions.places import ensure_collection, register_place
from people.actions.roles import grant_role, revoke_role
from people.models import OrganizationGroup, Role, User
from people.queries.ownership import organization_of
from schoolhouse.refusals import Refusal
from tests.factories.people import make_image, make_organization, make_page, make_place, make_user


def _may(user, page, action="edit"):
    return getattr(Page.objects.get(pk=page.pk).permissions_for_user(User.objects.get(pk=user.pk)), f"can_{action}")()


def test_rights_hold_at_the_place_and_below_only(counties):
    editor = counties.east.editor
    assert _may(editor, counties.east.page)
    assert _may(editor, counties.east.page, "publish")
    assert not _may(editor, counties.west.page)
    assert not _may(editor, counties.city_page)


def test_rights_above_reach_every_place_below(counties):
    editor = make_user(role=Role.EDITOR, organization=counties.city)
    assert _may(editor, counties.east.page)
    assert _may(editor, counties.west.page)


def test_rights_come_to_a_place_that_is_registered_later(db):
    city = make_organization("City")
    hall = make_organization("Hall", parent=city)
    editors = [make_user(role=Role.EDITOR, organization=organization) for organization in (city, hall)]
    page = make_place(hall)
    assert [_may(editor, page) for editor in editors] == [True, True]


def test_class_teacher_changes_own_pages_only(counties):
    teacher = make_user(role=Role.CLASS_TEACHER, organization=counties.east.organization)
    own = make_page(counties.east.home, owner=teacher)
    assert _may(teacher, own)
    assert not _may(teacher, own, "publish")
    assert not _may(teacher, counties.east.page)


@pytest.mark.parametrize("role", [Role.LEARNER, Role.HEAD, Role.INSTRUCTOR, Role.COORDINATOR, Role.POINT])
def test_other_roles_have_no_group(counties, role):
    user = make_user(role=role, organization=counties.east.organization)
    assert not user.groups.exists()
    assert not user.has_perm("wagtailadmin.access_admin")


def test_rights_end_with_the_role(counties):
    editor = counties.east.editor
    revoke_role(user=editor, role=Role.EDITOR, organization=counties.east.organization, by=None)
    assert not _may(editor, counties.east.page)
    assert not User.objects.get(pk=editor.pk).groups.exists()


def test_group_is_made_once_with_its_first_holder(counties):
    grant_role(user=make_user(), role=Role.EDITOR, organization=counties.east.organization, by=None)
    assert OrganizationGroup.objects.filter(role=Role.EDITOR, organization=counties.east.organization).count() == 1


def test_place_below_another_organizations_is_refused(counties):
    page = make_page(counties.west.home)
    with pytest.raises(Refusal) as refused:
        register_place(page=page, organization=counties.east.organization)
    assert refused.value.code == "place_outside"
    assert organization_of(page) == counties.west.organization


def test_second_place_in_one_language_is_refused(counties):
    with pytest.raises(Refusal) as refused:
        register_place(page=make_page(counties.city_home), organization=counties.east.organization)
    assert refused.value.code == "place_exists"


def test_collections_mirror_the_organizations(counties):
    town = make_organization("Town", parent=counties.east.organization)
    collection = ensure_collection(organization=town)
    names = [c.name for c in collection.get_ancestors(inclusive=True)]
    assert names == ["Root", "City", "Eastcanary county", "Town"]


def test_moving_an_organization_takes_pages_files_and_rights_along(counties):
    town = make_organization("Town", parent=counties.east.organization)
    page = make_place(town, parent=counties.east.home)
    image = make_image(town)

    move_organization(organization=town, to=counties.west.organization, by=None)

    assert not _may(counties.east.editor, page)
    assert _may(counties.west.editor, page)
    assert Page.objects.get(pk=page.pk).get_parent().pk == counties.west.home.pk
    parent = Collection.objects.get(pk=image.collection_id).get_parent()
    assert parent.name == "Westcanary county"


def test_moving_without_a_place_to_stand_is_refused(counties):
    town = make_organization("Town", parent=counties.east.organization)
    page = make_place(town, parent=counties.east.home)
    elsewhere = make_organization("Elsewhere")

    with pytest.raises(Refusal) as refused:
        move_organization(organization=town, to=elsewhere, by=None)

    assert refused.value.code == "place_missing"
    assert Page.objects.get(pk=page.pk).get_parent().pk == counties.east.home.pk
    town.refresh_from_db()
    assert town.get_parent() == counties.east.organization


def test_moved_page_takes_rights_along(counties):
    make_user(role=Role.ADMINISTRATOR, organization=counties.city)
    town = make_organization("Town", parent=counties.east.organization)
    page = make_place(town, parent=counties.east.home)

    Page.objects.get(pk=page.pk).move(Page.get_first_root_node(), pos="last-child")

    assert _may(counties.east.editor, page)


def test_files_rights_stand_on_the_own_collection(counties):
    group = counties.east.editor.groups.get()
    collections = set(GroupCollectionPermission.objects.filter(group=group).values_list("collection__name", flat=True))
    assert collections == {"Eastcanary county"}


def test_only_those_who_publish_translate(counties):
    teacher = make_user(role=Role.CLASS_TEACHER, organization=counties.east.organization)
    rights = [user.has_perm("simple_translation.submit_translation") for user in (counties.east.editor, teacher)]
    assert rights == [True, False]
