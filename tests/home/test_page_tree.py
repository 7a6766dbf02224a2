"""What may stand where in the page tree, and what exists once."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from wagtail.actions.copy_for_translation import CopyPageForTranslationAction
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.models import Locale, Page

from classes.models import LiveClassPage, TrainingClassIndexPage, TrainingClassPage
from forums.models import ForumPage
from home.models import HomePage
from home.translation import HELD_ONCE, REFUSAL, HeldOnce
from lessons.models import LessonIndexPage, LessonPage
from people.models import Role
from tests.factories.people import make_organization, make_user
from tests.factories.school import School, make_school

pytestmark = pytest.mark.django_db


@pytest.fixture
def school(settings, tmp_path) -> School:
    settings.MEDIA_ROOT = tmp_path
    return make_school()


@pytest.fixture
def english() -> Locale:
    return Locale.objects.get_or_create(language_code="en")[0]


@pytest.mark.parametrize(
    ("model", "parents"),
    [
        (LessonIndexPage, {HomePage}),
        (TrainingClassIndexPage, {HomePage}),
        (LessonPage, {LessonIndexPage}),
        (TrainingClassPage, {TrainingClassIndexPage}),
        (LiveClassPage, {TrainingClassPage}),
        (ForumPage, {HomePage, TrainingClassPage}),
        (HomePage, {Page, HomePage}),
    ],
)
def test_page_stands_only_below_its_parents(model, parents):
    assert set(model.allowed_parent_page_models()) == parents


@pytest.mark.parametrize("kind", ["training_class", "live_class", "forum"])
def test_page_that_exists_once_is_neither_translated_nor_mirrored(school, english, kind):
    page = Page.objects.get(pk=getattr(school.east, kind).pk)

    with pytest.raises(HeldOnce):
        CopyPageForTranslationAction(page, english, copy_parents=True).execute()
    with pytest.raises(HeldOnce):
        CreatePageAliasAction(page, parent=page.get_parent()).execute()


@pytest.mark.parametrize("kind", ["training_class", "live_class", "forum"])
def test_translation_form_refuses_what_exists_once(client, school, english, kind):
    page = getattr(school.east, kind)
    client.force_login(school.root)
    count = Page.objects.count()
    address = reverse("simple_translation:submit_page_translation", args=[page.pk])

    response = client.post(address, {"locales": [english.pk], "include_subtree": "on"})

    assert response.status_code < 500
    assert Page.objects.count() == count


@pytest.mark.parametrize("kind", ["training_class", "live_class", "forum", "lesson"])
def test_translating_is_offered_only_where_it_is_taken(client, school, english, kind):
    page = getattr(school.east, kind)
    client.force_login(school.root)
    address = reverse("simple_translation:submit_page_translation", args=[page.pk])

    listing = client.get(reverse("wagtailadmin_explore", args=[page.get_parent().pk])).content.decode()
    editing = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    form = client.get(address)

    taken = kind == "lesson"
    assert [address in listing, address in editing, form.status_code == 200] == [taken] * 3
    if not taken:
        assert form.url == reverse("wagtailadmin_pages:edit", args=[page.pk])
        assert [str(m).strip() for m in get_messages(form.wsgi_request)] == [str(REFUSAL)]


def test_translating_a_subtree_leaves_classes_and_forums_out(school, english):
    home = HomePage.objects.get(pk=school.home.pk)

    CopyPageForTranslationAction(home, english, include_subtree=True).execute()

    copies = Page.objects.filter(locale=english)
    assert copies.type(LessonPage).count() == LessonPage.objects.exclude(locale=english).count()
    assert not copies.type(*HELD_ONCE).exists()


@pytest.fixture
def form_of(school):
    """Give the admin's form of a new home page of an organization below the eastern county's."""

    def make(organization, *, locale=None):
        parent = HomePage.objects.get(pk=school.east.home.pk)
        page = HomePage(locale=locale or parent.locale)
        form_class = HomePage.get_edit_handler().get_form_class()
        data = {"title": "Home", "slug": "new-home", "organization": organization.pk, "intro": "", "body": "null"}
        return form_class(data, instance=page, parent_page=parent, for_user=school.root)

    return make


def test_home_page_may_belong_to_an_organization_below(school, form_of):
    below = make_organization(parent=school.east.organization)

    assert form_of(below).is_valid()


def test_second_home_page_of_an_organization_is_refused(school, form_of):
    assert "organization" in form_of(school.east.organization).errors


def test_home_page_of_a_foreign_organization_is_refused(school, form_of):
    foreign = make_organization(parent=school.west.organization)

    assert "organization" in form_of(foreign).errors


def test_database_keeps_lesson_lists_out_of_classes(school):
    training_class = TrainingClassPage.objects.get(pk=school.east.training_class.pk)

    assert LessonIndexPage not in training_class.allowed_subpage_models()
    assert not LessonIndexPage.can_create_at(training_class)
    assert not LessonIndexPage.can_create_at(Page.get_first_root_node())


def test_role_of_another_county_finds_no_page_to_write_below(school):
    editor = make_user(role=Role.EDITOR, organization=school.west.organization)

    assert not school.east.home.permissions_for_user(editor).can_add_subpage()
