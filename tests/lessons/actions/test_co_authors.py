"""Co-authors of lessons, and what they suggest."""

import json

import pytest
from django.urls import reverse
from wagtail.models import Comment, Page

from lessons.actions.co_authors import drop_co_author, name_co_author
from lessons.actions.suggestions import accept_suggestion, decline_suggestion, suggest
from lessons.models import LessonPage, LessonSuggestion, SuggestionState
from people.actions.roles import revoke_role
from people.models import Role
from schoolhouse.refusals import Refusal
from tests.factories.lessons import make_lesson
from tests.factories.people import make_organization, make_superuser, make_user

pytestmark = pytest.mark.django_db
BODY = [
    {"type": "heading", "value": "Fire", "id": "h1"},
    {"type": "text", "value": "<p>Look <b>first</b>.</p><ul><li>Gloves<ul><li>Boots</li></ul></li></ul>", "id": "t1"},
    {"type": "callout", "value": {"kind": "tip", "text": "<p>Slow</p>"}, "id": "c1"},
]


@pytest.fixture
def city():
    return make_organization("City")


@pytest.fixture
def east(city):
    return make_organization("East county", parent=city)


@pytest.fixture
def west(city):
    return make_organization("West county", parent=city)


@pytest.fixture
def lesson(east):
    return make_lesson(east, body=json.dumps(BODY), title="Stoves", intro="About stoves.", live=False)


@pytest.fixture
def editor(east):
    return make_user("Edith", role=Role.EDITOR, organization=east)


@pytest.fixture
def helper(west):
    return make_user("Inga", role=Role.INSTRUCTOR, organization=west)


def status(client, name, *args, method="get", **data):
    return getattr(client, method)(reverse(name, args=args), data).status_code


def test_instructor_of_another_county_edits_the_draft_and_nothing_else(client, lesson, editor, helper):
    client.force_login(helper)
    edit = "wagtailadmin_pages:edit"
    assert status(client, edit, lesson.pk) in (302, 404)

    name_co_author(lesson=lesson, person=helper, may_edit=True, by=editor)

    page = client.get(reverse(edit, args=[lesson.pk]))
    assert page.status_code == 200
    assert "action-publish" not in page.content.decode()
    for name in ("delete", "move", "unpublish", "set_privacy"):
        response = client.post(reverse(f"wagtailadmin_pages:{name}", args=[lesson.pk]), {})
        assert response.status_code in (302, 403, 404), name
    assert status(client, edit, lesson.get_parent().pk) in (302, 403, 404)
    assert status(client, "lessons_co_authors", lesson.pk) == 404
    assert LessonPage.objects.filter(pk=lesson.pk, live=False).exists()


def test_editor_of_another_county_who_helps_takes_the_lesson_nowhere(client, lesson, editor, west):
    other = make_user(role=Role.EDITOR, organization=west)
    index = make_lesson(west).get_parent()
    name_co_author(lesson=lesson, person=other, may_edit=True, by=editor)
    client.force_login(other)

    client.post(reverse("wagtailadmin_pages:move_confirm", args=[lesson.pk, index.pk]))
    client.post(reverse("wagtailadmin_pages:delete", args=[lesson.pk]))
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    client.post(f"{bulk}?id={lesson.pk}&next=/admin/", {})

    kept = LessonPage.objects.get(pk=lesson.pk)
    assert kept.get_parent().pk == lesson.get_parent().pk


def test_door_of_the_admin_shuts_when_the_name_or_the_role_goes(
    client, lesson, editor, helper, west, django_capture_on_commit_callbacks
):
    client.force_login(helper)
    name_co_author(lesson=lesson, person=helper, may_edit=True, by=editor)
    assert status(client, "wagtailadmin_home") == 200
    drop_co_author(lesson=lesson, person=helper, by=editor)
    assert status(client, "wagtailadmin_home") in (302, 403)

    name_co_author(lesson=lesson, person=helper, may_edit=True, by=editor)
    with django_capture_on_commit_callbacks(execute=True):
        revoke_role(user=helper, role=Role.INSTRUCTOR, organization=west, by=make_superuser())
    assert status(client, "wagtailadmin_home") in (302, 403)
    assert status(client, "wagtailadmin_pages:edit", lesson.pk) in (302, 403, 404)


def test_who_only_suggests_does_not_come_into_the_admin(client, lesson, editor, helper):
    name_co_author(lesson=lesson, person=helper, may_edit=False, by=editor)
    client.force_login(helper)

    assert status(client, "wagtailadmin_pages:edit", lesson.pk) in (302, 403, 404)
    html = client.get(reverse("lessons:helping")).content.decode()
    assert reverse("lessons:suggest", args=[lesson.translation_key, lesson.locale.language_code]) in html
    assert reverse("wagtailadmin_pages:edit", args=[lesson.pk]) not in html


def test_only_those_who_work_in_the_same_tree_are_named(lesson, editor, east):
    learner = make_user(role=Role.LEARNER, organization=east)
    stranger = make_user(role=Role.EDITOR, organization=make_organization("Elsewhere"))
    for person in (learner, stranger):
        with pytest.raises(Refusal):
            name_co_author(lesson=lesson, person=person, may_edit=False, by=editor)
    with pytest.raises(Refusal):
        name_co_author(lesson=lesson, person=editor, may_edit=False, by=stranger)


def test_co_authors_are_named_on_their_page(client, lesson, editor, helper, east):
    client.force_login(editor)
    address = reverse("lessons_co_authors", args=[lesson.pk])

    assert client.post(address, {"identifier": helper.account_name, "may_edit": "on"}).status_code == 302
    assert [(one.person, one.may_edit) for one in lesson.co_authors.all()] == [(helper, True)]
    own = make_user(role=Role.INSTRUCTOR, organization=east)
    assert client.post(address, {"person": own.pk}).status_code == 302
    learner = make_user(role=Role.LEARNER, organization=east)
    for sent in ({}, {"identifier": "nobody"}, {"identifier": learner.account_name}, {"person": helper.pk}):
        assert client.post(address, sent).status_code == 422
    assert client.post(reverse("lessons_co_author_drop", args=[lesson.pk, helper.public_id])).status_code == 302
    assert [one.person for one in lesson.co_authors.all()] == [own]


@pytest.fixture
def suggested(lesson, editor, helper):
    name_co_author(lesson=lesson, person=helper, may_edit=False, by=editor)

    def make(path="body.t1", before="Gloves", proposed="Thick gloves", reason="Heat"):
        return suggest(lesson=lesson, path=path, before=before, proposed=proposed, reason=reason, by=helper)

    return make


@pytest.mark.parametrize(
    ("path", "before", "after", "stands"),
    [
        ("intro", "About stoves.", "On <stoves>", "On <stoves>"),
        ("body.h1", "Fire", "Flames", "Flames"),
        ("body.h1", "Fire", "Flames\nand smoke", '"Flames and smoke"'),
        ("body.t1", "Gloves", "A\nB & C", "<ul><li>A<br/>B &amp; C<ul><li>Boots"),
        ("body.t1", "Look first.", "Look twice.", "<p>Look twice.</p><ul>"),
        ("body.c1.text", "Slow", "Very slow", "<p>Very slow</p>"),
    ],
)
def test_accepted_text_stands_in_the_draft_alone(suggested, lesson, editor, path, before, after, stands):
    one = suggested(path, before, after)
    comment = Comment.objects.get(pk=one.comment_id)
    assert comment.has_valid_contentpath(lesson)

    accept_suggestion(suggestion=one, by=editor)

    draft = LessonPage.objects.get(pk=lesson.pk).get_latest_revision_as_object()
    assert stands in f"{draft.intro}{json.dumps(list(draft.body.raw_data), ensure_ascii=False)}"
    one.refresh_from_db()
    comment.refresh_from_db()
    assert (one.state, one.decided_by, comment.resolved_by) == (SuggestionState.ACCEPTED, editor, editor)
    assert draft.latest_revision.user == editor


def test_text_that_the_place_does_not_take_is_refused_when_it_is_suggested(suggested):
    with pytest.raises(Refusal, match="150"):
        suggested("body.h1", "Fire", "Flames " * 40)
    assert not LessonSuggestion.objects.exists()
    assert suggested("body.h1", "Fire", "Flames\nand smoke").proposed == "Flames\nand smoke"


def test_text_that_the_place_does_not_take_is_not_accepted(suggested, lesson, editor):
    one = suggested("body.h1", "Fire", "Flames\nand smoke")
    LessonSuggestion.objects.filter(pk=one.pk).update(proposed="Flames " * 40)

    with pytest.raises(Refusal, match="150"):
        accept_suggestion(suggestion=one, by=editor)

    one.refresh_from_db()
    assert one.state == SuggestionState.OPEN
    assert not LessonPage.objects.get(pk=lesson.pk).revisions.exists()


def test_passage_that_was_changed_meanwhile_is_not_written_over(suggested, lesson, editor):
    one = suggested()
    draft = LessonPage.objects.get(pk=lesson.pk)
    draft.body = json.dumps(BODY).replace("Gloves", "Mittens")
    draft.save_revision()

    with pytest.raises(Refusal):
        accept_suggestion(suggestion=one, by=editor)
    one.refresh_from_db()
    assert one.state == SuggestionState.OPEN
    assert "Mittens" in json.dumps(
        list(LessonPage.objects.get(pk=lesson.pk).get_latest_revision_as_object().body.raw_data)
    )


def test_declined_suggestion_changes_nothing_and_is_decided_once(suggested, lesson, editor, helper):
    one = suggested()
    with pytest.raises(Refusal):
        decline_suggestion(suggestion=one, by=helper)
    decline_suggestion(suggestion=one, by=editor)
    with pytest.raises(Refusal):
        accept_suggestion(suggestion=one, by=editor)
    assert not LessonPage.objects.get(pk=lesson.pk).revisions.exists()


def test_locked_lesson_takes_no_suggestion_in(suggested, lesson, editor):
    one = suggested()
    LessonPage.objects.filter(pk=lesson.pk).update(locked=True, locked_by=make_superuser())
    with pytest.raises(Refusal):
        accept_suggestion(suggestion=one, by=editor)


@pytest.mark.parametrize(
    "changes", [{"before": "not there"}, {"path": "body.zz"}, {"proposed": "Gloves", "reason": " "}, {"path": "title"}]
)
def test_suggestion_without_passage_or_words_is_refused(suggested, changes):
    with pytest.raises(Refusal):
        suggested(**changes)
    assert not LessonSuggestion.objects.exists()


def test_passage_of_several_lines_is_found_as_forms_send_it(suggested, lesson, editor):
    lesson.intro = "On stoves.\r\nAnd ovens."
    lesson.save()

    accept_suggestion(
        suggestion=suggested(path="intro", before="On stoves.\r\nAnd ovens.", proposed="On ovens."), by=editor
    )

    assert LessonPage.objects.get(pk=lesson.pk).get_latest_revision_as_object().intro == "On ovens."


def test_remark_on_a_very_long_passage_does_not_cut_it(suggested, lesson):
    lesson.intro = "火" * 6_000
    lesson.save()

    assert suggested(path="intro", before=lesson.intro, proposed=lesson.intro, reason="Shorter").proposed == ""


def test_suggestion_is_made_and_accepted_in_the_browser(client, lesson, editor, helper):
    name_co_author(lesson=lesson, person=helper, may_edit=False, by=editor)
    address = reverse("lessons:suggest", args=[lesson.translation_key, lesson.locale.language_code])
    client.force_login(helper)
    assert "Boots" in client.get(address).content.decode()
    client.post(address, {"path": "body.t1", "before": "Boots", "proposed": "High boots", "reason": "Sparks"})

    client.force_login(editor)
    assert "Sparks" in client.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk])).content.decode()
    listing = client.get(reverse("lessons_suggestions", args=[lesson.pk])).content.decode()
    assert "High boots" in listing
    one = LessonSuggestion.objects.get()
    client.post(reverse("lessons_suggestion_decide", args=[lesson.pk, one.pk]), {"decision": "accept"})

    client.force_login(helper)
    assert "High boots" in client.get(address).content.decode()


def test_draft_is_not_found_by_who_is_not_named(client, lesson, helper):
    client.force_login(helper)
    address = reverse("lessons:suggest", args=[lesson.translation_key, lesson.locale.language_code])
    assert client.get(address).status_code == 404
    client.force_login(make_user())
    assert client.get(reverse("lessons:helping")).status_code == 404


@pytest.mark.parametrize("rows", [1, 30])
def test_list_of_lessons_asks_the_same_number_of_queries(
    client, east, editor, helper, rows, django_assert_max_num_queries
):
    index = make_lesson(east).get_parent()
    for _number in range(rows):
        name_co_author(lesson=make_lesson(index=index), person=helper, may_edit=True, by=editor)
    client.force_login(helper)
    client.get(reverse("lessons:helping"))
    with django_assert_max_num_queries(12):
        assert client.get(reverse("lessons:helping")).status_code == 200


def test_comment_of_a_suggestion_that_is_deleted_takes_it_along(suggested, lesson):
    one = suggested()
    Comment.objects.get(page=Page.objects.get(pk=lesson.pk)).delete()
    assert not LessonSuggestion.objects.filter(pk=one.pk).exists()
