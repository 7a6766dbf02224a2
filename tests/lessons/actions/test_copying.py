"""Duplicating lessons."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Comment, Page, Workflow

from lessons.actions.copying import copy_lesson, templates_for
from lessons.models import CoAuthor, LessonIndexPage, LessonPage, LessonProgress
from people.models import Role
from schoolhouse.refusals import Refusal
from tests.factories.lessons import make_category, make_lesson
from tests.factories.people import make_image, make_organization, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return make_organization("City")


@pytest.fixture
def county(city):
    return make_organization("East county", parent=city)


@pytest.fixture
def lesson(county):
    image = make_image(county)
    body = json.dumps([{"type": "image", "value": {"image": image.pk, "caption": "c"}, "id": "b0"}])
    lesson = make_lesson(county, body=body, title="Stoves", category=make_category(county), is_template=True)
    lesson.tags.add("fire")
    lesson.save()
    return LessonPage.objects.get(pk=lesson.pk)


@pytest.fixture
def editor(county):
    return make_user(role=Role.EDITOR, organization=county)


@pytest.fixture
def target(county):
    return LessonIndexPage.objects.get(pk=make_lesson(make_organization("Village", parent=county)).get_parent().pk)


def test_copy_is_a_draft_without_what_belongs_to_the_original(lesson, editor, target):
    learner = make_user()
    LessonProgress.objects.create(learner=learner, translation_key=lesson.translation_key)
    CoAuthor.objects.create(page=lesson, person=editor)
    Comment.objects.create(page=Page.objects.get(pk=lesson.pk), user=editor, text="Why?", contentpath="title")
    lesson.expire_at = lesson.go_live_at = timezone.now() + timedelta(days=1)
    lesson.locked, lesson.locked_by = True, editor
    lesson.save()
    lesson.save_revision()
    Workflow.objects.first().start(lesson, editor)

    copy = copy_lesson(lesson=LessonPage.objects.get(pk=lesson.pk), parent=target, title="Ovens", by=editor)

    copy = LessonPage.objects.get(pk=copy.pk)
    assert (copy.title, copy.live, copy.owner, copy.is_template) == ("Ovens", False, editor, False)
    assert copy.get_parent().pk == target.pk
    assert copy.translation_key != lesson.translation_key
    assert (copy.go_live_at, copy.expire_at, copy.locked, copy.locked_by) == (None, None, False, None)
    assert not copy.workflow_in_progress
    assert not Comment.objects.filter(page=copy.pk).exists()
    assert not copy.co_authors.exists()
    assert copy.revisions.count() == 1
    blocks, original = ([(one.id, dict(one.value)) for one in page.body] for page in (copy, lesson))
    assert blocks == original
    assert [tag.name for tag in copy.tags.all()] == ["fire"]
    assert copy.category == lesson.category
    draft = copy.get_latest_revision_as_object()
    assert (draft.title, draft.is_template, draft.go_live_at) == ("Ovens", False, None)
    assert not LessonProgress.objects.filter(translation_key=copy.translation_key).exists()


def test_copy_form_makes_a_draft_and_goes_on_to_edit_it(client, lesson, editor, target):
    client.force_login(editor)
    address = reverse("wagtailadmin_pages:copy", args=[lesson.pk])
    assert "publish_copies" not in client.get(address).context["form"].fields

    sent = {"new_title": "Again", "new_slug": "again", "new_parent_page": target.pk, "publish_copies": "on"}
    response = client.post(address, sent)

    copy = LessonPage.objects.get(slug="again")
    assert response.url == reverse("wagtailadmin_pages:edit", args=[copy.pk])
    assert not copy.live


def test_copy_to_another_organization_is_refused(lesson, editor):
    west = LessonIndexPage.objects.get(pk=make_lesson(make_organization("West")).get_parent().pk)
    with pytest.raises(Refusal):
        copy_lesson(lesson=lesson, parent=west, title="x", by=editor)
    with pytest.raises(Refusal):
        copy_lesson(lesson=lesson, parent=lesson.get_parent(), title="x", by=make_user())


def test_templates_of_ones_own_and_published_ones_from_above_are_offered(city, county, lesson, editor):
    above = make_lesson(city, title="City template", is_template=True)
    make_lesson(index=above.get_parent(), title="City draft", is_template=True, live=False)
    make_lesson(index=above.get_parent(), title="City lesson")
    make_lesson(make_organization("West"), title="West template", is_template=True)

    assert [one.title for one in templates_for(editor)] == ["City template", "Stoves"]


def test_lesson_is_made_from_a_template_of_the_city(client, city, lesson, editor):
    above = make_lesson(city, title="City template", is_template=True)
    client.force_login(editor)
    address = reverse("lessons_templates")
    assert "City template" in client.get(address).content.decode()

    index = lesson.get_parent()
    for title in ("First", "Second"):
        client.post(address, {"template": above.pk, "parent": index.pk, "title": title})

    made = LessonPage.objects.child_of(index).filter(title__in=["First", "Second"])
    assert {one.live for one in made} == {False}
    assert made.count() == 2


@pytest.mark.parametrize("changes", [{"template": "x"}, {"template": "9" * 30}, {"parent": "1"}, {"template": ""}])
def test_what_is_not_offered_is_not_found(client, lesson, editor, changes):
    client.force_login(editor)
    sent = {"template": lesson.pk, "parent": lesson.get_parent().pk, **changes}
    assert client.post(reverse("lessons_templates"), sent).status_code == 404


def test_copy_form_says_why_a_copy_is_refused(client, lesson, editor, target, monkeypatch):
    def taken_away(**options):
        raise Refusal("Not there any more.")

    # Between the form's own check and the copy the right to write there is taken away.
    monkeypatch.setattr("lessons.admin.editor.copy_lesson", taken_away)
    client.force_login(editor)
    form = {"new_title": "Ovens", "new_slug": "ovens", "new_parent_page": target.pk}

    answer = client.post(reverse("wagtailadmin_pages:copy", args=[lesson.pk]), form)

    assert answer.status_code == 200
    assert "Not there any more." in answer.content.decode()
