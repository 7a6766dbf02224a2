"""Remarks beside the editor, the report, and what stops a lesson."""

import json

import pytest
from django.urls import reverse
from wagtail.models import Workflow

from foundation.jobs import drain
from lessons.models import LessonPage, LessonQuality, QualitySettings
from people.models import Role
from tests.factories.lessons import make_lesson
from tests.factories.people import make_image, make_organization, make_superuser, make_user

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def organization():
    return make_organization("East county")


@pytest.fixture
def lesson(organization):
    image = make_image(organization, title="Stove", license="own")
    body = json.dumps([{"type": "image", "value": {"image": image.pk, "caption": ""}, "id": "b0"}])
    return make_lesson(organization, body=body, intro="About", title="Stoves")


@pytest.fixture
def editor(organization, client):
    person = make_user(role=Role.EDITOR, organization=organization)
    client.force_login(person)
    return person


def test_panel_speaks_of_the_newest_draft(client, editor, lesson):
    address = reverse("lessons_quality", args=[lesson.pk])
    assert 'data-remark="alt_text"' in client.get(address).content.decode()

    draft = LessonPage.objects.get(pk=lesson.pk)
    draft.intro = ""
    draft.save_revision()
    assert 'data-remark="no_intro"' in client.get(address).content.decode()


def test_editor_shows_the_remarks_with_their_count(client, editor, lesson):
    html = client.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk])).content.decode()

    assert "data-lesson-quality" in html
    assert 'data-remark="alt_text"' in html
    assert "lessons/admin/quality.js" in html
    new = client.get(reverse("wagtailadmin_pages:add", args=["lessons", "lessonpage", lesson.get_parent().pk]))
    assert "data-lesson-quality" in new.content.decode()


def test_report_lists_the_own_lessons_once_they_were_saved(client, editor, lesson):
    other = make_lesson(make_organization("West county"), title="Westcanary")
    for one in (lesson, other):
        LessonPage.objects.get(pk=one.pk).save_revision()
    drain()

    html = client.get(reverse("lessons_quality_report")).content.decode()
    assert "Stoves" in html
    assert "Westcanary" not in html
    assert "Stoves" in client.get(reverse("lessons_quality_report"), {"kind": "alt_text"}).content.decode()
    assert "Stoves" not in client.get(reverse("lessons_quality_report"), {"kind": "captions"}).content.decode()


@pytest.mark.parametrize("rows", [1, 30, 300])
def test_report_asks_the_same_number_of_queries(client, editor, organization, rows, django_assert_max_num_queries):
    index = make_lesson(organization).get_parent()
    for number in range(rows):
        LessonQuality.objects.create(page=make_lesson(index=index), findings=[{"code": "no_intro"}] * 2, count=number)
    client.get(reverse("lessons_quality_report"))
    with django_assert_max_num_queries(17):
        assert client.get(reverse("lessons_quality_report")).status_code == 200


FORMSETS = ("comments", "prerequisites", "related_lessons")


def form_of(lesson, **changes):
    body = {"body-count": "0", "body-0-deleted": ""}
    return {
        "title": lesson.title, "slug": lesson.slug, "intro": "About", "level": "basic", "training_hours": "0",
        "tags": "",
        "finished_by": "all", "needs_word": "on", "watched_percent": "90", "checks_percent": "100",
        "prerequisite_rule": "told", "audience": "signed_in", "seo_title": "", "search_description": "",
        **{f"{name}-{key}_FORMS": "0" for name in FORMSETS for key in ("TOTAL", "INITIAL")}, **body, **changes,
    }  # fmt: skip


@pytest.mark.parametrize("strict", [True, False])
def test_what_the_school_made_strict_stops_publishing_but_no_draft(client, editor, lesson, strict):
    QualitySettings.objects.create(strict=["empty"] if strict else ["captions"])
    address = reverse("wagtailadmin_pages:edit", args=[lesson.pk])

    saved = client.post(address, form_of(lesson, intro="As a draft"))
    assert saved.status_code == 302
    assert LessonPage.objects.get(pk=lesson.pk).get_latest_revision_as_object().intro == "As a draft"
    for action in ("action-publish", "action-submit"):
        response = client.post(address, form_of(lesson, intro="Published", **{action: "1"}))
        errors = response.context["form"].errors if response.status_code == 200 else {}
        assert list(errors) == (["body"] if strict else [])


@pytest.fixture
def waiting(client, lesson):
    """A draft that waits for its approval, and the step that it waits in."""
    administrator = make_superuser()
    client.force_login(administrator)
    draft = LessonPage.objects.get(pk=lesson.pk)
    draft.live = False
    draft.save()
    draft.save_revision()
    return Workflow.objects.first().start(draft, administrator).current_task_state


def decide(client, lesson, step, action):
    """Approve or send back from the list on the dashboard."""
    address = reverse("wagtailadmin_pages:workflow_action", args=[lesson.pk, action, step.pk])
    return client.post(address, {"comment": "Look"}, headers={**ENGLISH, "x-requested-with": "XMLHttpRequest"})


@pytest.mark.parametrize("strict", [True, False])
def test_what_is_strict_is_not_approved_from_the_dashboard_either(client, lesson, waiting, strict):
    QualitySettings.objects.create(strict=["alt_text"] if strict else ["captions"])

    answer = decide(client, lesson, waiting, "approve")

    assert LessonPage.objects.get(pk=lesson.pk).live is not strict
    if strict:
        assert answer.json()["redirect"] == reverse("wagtailadmin_pages:edit", args=[lesson.pk])
        shown = client.get(answer.json()["redirect"], headers=ENGLISH).content.decode()
        assert "It was not approved: “Stove” has no text for those who cannot see it." in shown


def test_what_is_strict_is_sent_back(client, lesson, waiting):
    QualitySettings.objects.create(strict=["empty"])
    decision = {"action-workflow-action": "1", "workflow-action-name": "reject", "workflow-action-extra-data": "{}"}

    answer = client.post(reverse("wagtailadmin_pages:edit", args=[lesson.pk]), form_of(lesson, **decision))

    assert answer.status_code == 302
    waiting.refresh_from_db()
    assert waiting.status == "rejected"


def test_what_is_strict_is_not_published_with_others(client, lesson, waiting):
    QualitySettings.objects.create(strict=["alt_text"])
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    data = {"include_descendants": "", "next": "/admin/"}

    shown = client.post(f"{address}?id={lesson.pk}&next=/admin/", data, headers=ENGLISH, follow=True).content.decode()
    assert "is not published" in shown
    assert not LessonPage.objects.get(pk=lesson.pk).live

    QualitySettings.objects.update(strict=[])
    client.post(f"{address}?id={lesson.pk}&next=/admin/", data)
    assert LessonPage.objects.get(pk=lesson.pk).live


def test_administrator_chooses_what_is_strict(client, organization):
    client.force_login(make_user(role=Role.ADMINISTRATOR, organization=organization))
    address = reverse("wagtailsettings:edit", args=["lessons", "qualitysettings"])
    page = client.get(address, follow=True)
    assert 'value="alt_text"' in page.content.decode()

    client.post(page.redirect_chain[-1][0] if page.redirect_chain else address, {"strict": ["alt_text", "captions"]})
    assert QualitySettings.load().strict == ["alt_text", "captions"]


def test_panel_is_closed_to_other_organizations(client, lesson):
    client.force_login(make_user(role=Role.EDITOR, organization=make_organization("West county")))
    assert client.get(reverse("lessons_quality", args=[lesson.pk])).status_code == 404


def test_lesson_that_is_gone_is_passed_over(lesson):
    LessonPage.objects.get(pk=lesson.pk).save_revision()
    lesson.delete()
    drain()
    assert not LessonQuality.objects.exists()
