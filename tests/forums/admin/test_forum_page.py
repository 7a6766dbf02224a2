"""A forum in Wagtail's page editor: prompts open threads, a preview shows it as a learner will see it."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from forums.models import ForumPage, Outcome, Thread
from tests.factories.forums import make_post, make_prompt, make_thread
from tests.factories.people import make_page


@pytest.fixture
def editor(client, evening):
    client.force_login(evening.people["editor"])
    return evening.people["editor"]


def fields_of(response):
    """Return what a browser would send from the editor's form, as it was answered."""
    form = BeautifulSoup(response.content, "html.parser").select_one("form#page-edit-form")
    fields = {}
    for element in form.select("input[name], textarea[name], select[name]"):
        kind = element.get("type")
        if element.find_parent("template") or kind in ("submit", "file"):
            continue
        if element.name == "select":
            chosen = element.select_one("option[selected]")
            fields[element["name"]] = chosen["value"] if chosen else ""
        elif kind not in ("checkbox", "radio") or element.has_attr("checked"):
            fields[element["name"]] = element.text if element.name == "textarea" else element.get("value", "")
    return fields


def add_prompt(fields, number, title):
    fields[f"prompts-{number}-title"] = title
    fields[f"prompts-{number}-body"] = "Read the case first."
    fields[f"prompts-{number}-answer_first"] = "on"
    fields[f"prompts-{number}-ORDER"] = str(number + 1)
    fields[f"prompts-{number}-id"] = ""
    fields["prompts-TOTAL_FORMS"] = str(number + 1)


def save(client, forum, *, publish=True, change=None):
    url = reverse("wagtailadmin_pages:edit", args=[forum.pk])
    fields = fields_of(client.get(url))
    if change:
        change(fields)
    response = client.post(url, {**fields, **({"action-publish": "yes"} if publish else {})})
    assert response.status_code == 302, response.context["form"].errors
    return fields


def new_forum_url(name, evening):
    return reverse(f"wagtailadmin_pages:{name}", args=["forums", "forumpage", evening.training_class.pk])


def filled_in(client, evening):
    fields = fields_of(client.get(new_forum_url("add", evening)))
    lesson = make_page(evening.counties.east.home, title="The four steps")
    fields |= {"title": "Tonight", "slug": "tonight", "study_list-TOTAL_FORMS": "1", "study_list-0-page": lesson.pk}
    fields |= {"study_list-0-ORDER": "1", "study_list-0-id": ""}
    add_prompt(fields, 0, "Whose well?")
    return fields


def test_editor_opens_a_forum_and_publishing_it_again_opens_nothing_twice(client, evening, editor):
    response = client.post(
        new_forum_url("add", evening), {**filled_in(client, evening), "action-publish": "action-publish"}
    )
    assert response.status_code == 302
    forum = ForumPage.objects.get(slug="tonight")
    thread = Thread.objects.get()
    assert (thread.title, thread.is_pinned, thread.prompt, thread.author) == (
        "Whose well?", True, forum.prompts.get(), editor,
    )  # fmt: skip
    assert [item.page.title for item in forum.study_list.all()] == ["The four steps"]

    save(client, forum, change=lambda fields: add_prompt(fields, 1, "Who signs?"))
    save(client, forum, publish=False, change=lambda fields: fields.update({"prompts-0-title": "Whose well is it?"}))
    save(client, forum)
    save(client, forum)

    assert list(Thread.objects.order_by("pk").values_list("title", flat=True)) == ["Whose well is it?", "Who signs?"]
    thread.refresh_from_db()
    assert thread.prompt == forum.prompts.first()


def test_prompt_taken_out_leaves_what_was_said_unpinned(client, evening, editor):
    forum = evening.forum
    said, silent = (make_thread(forum, prompt=make_prompt(forum, sort_order=n)) for n in range(2))
    make_post(said)
    forum.save_revision()

    save(client, forum, change=lambda fields: fields.update({"prompts-0-DELETE": "1", "prompts-1-DELETE": "1"}))

    assert list(Thread.objects.values_list("pk", "is_pinned", "prompt")) == [(said.pk, False, None)]
    assert silent not in Thread.objects.all()


def test_preview_of_a_new_and_of_a_stored_forum_shows_it_as_a_learner_sees_it(client, evening, editor):
    fields = filled_in(client, evening)
    stored = evening.forum
    make_thread(stored, title="Already there")
    stored_fields = fields_of(client.get(reverse("wagtailadmin_pages:edit", args=[stored.pk])))
    add_prompt(stored_fields, 0, "Not yet published")
    previews = [
        (new_forum_url("preview_on_add", evening), fields, ["Whose well?", "The four steps"]),
        (reverse("wagtailadmin_pages:preview_on_edit", args=[stored.pk]), stored_fields,
         ["Not yet published", "Already there"]),
    ]  # fmt: skip

    for url, data, words in previews:
        assert client.post(url, data).json()["is_valid"]
        page = client.get(url)
        assert page.status_code == 200
        assert page.templates[0].name == "forums/forum_page.html"
        for word in [*words, "/new/"]:
            assert word in page.content.decode()
    assert Thread.objects.count() == 1


def test_copy_of_a_forum_has_threads_of_its_own(client, evening, editor):
    forum = evening.forum
    make_thread(forum, prompt=make_prompt(forum, title="Whose well?"))
    forum.save_revision().publish()
    url = reverse("wagtailadmin_pages:copy", args=[forum.pk])
    data = {"new_title": "Again", "new_slug": "again", "new_parent_page": forum.get_parent().pk}

    assert client.post(url, data).status_code == 302

    copy = ForumPage.objects.get(slug="again")
    assert copy.public_id != forum.public_id
    assert not copy.threads.exists()
    copy.get_latest_revision().publish()
    assert [thread.title for thread in copy.threads.all()] == ["Whose well?"]
    assert Thread.objects.count() == 2


@pytest.mark.parametrize("above", [False, True])
def test_forum_with_threads_is_not_deleted_and_it_is_said_why(client, evening, editor, above):
    make_post(make_thread(evening.forum))
    page = evening.training_class if above else evening.forum
    url = reverse("wagtailadmin_pages:delete", args=[page.pk])

    response = client.post(url, follow=True)

    assert response.status_code == 200
    assert "“Evening”" in response.content.decode()
    assert ForumPage.objects.filter(pk=evening.forum.pk).exists()


def test_forum_with_an_outcome_alone_is_kept_where_it_stands(client, evening, editor):
    Outcome.objects.create(forum=evening.forum, theme="Wells")
    other = evening.training_class.add_sibling(
        instance=type(evening.training_class)(title="Other", slug="other", starts_on="2026-09-01", ends_on="2026-09-02")
    )

    client.post(reverse("wagtailadmin_pages:delete", args=[evening.forum.pk]))
    client.post(reverse("wagtailadmin_pages:move_confirm", args=[evening.forum.pk, other.pk]))

    assert ForumPage.objects.get(pk=evening.forum.pk).get_parent().pk == evening.training_class.pk


def test_forum_with_threads_is_not_moved_to_another_class_nor_by_a_bulk_action(client, evening, editor):
    make_post(make_thread(evening.forum))
    other = evening.training_class.add_sibling(
        instance=type(evening.training_class)(title="Other", slug="other", starts_on="2026-09-01", ends_on="2026-09-02")
    )

    moved = client.post(reverse("wagtailadmin_pages:move_confirm", args=[evening.forum.pk, other.pk]), follow=True)
    for action in ("delete", "move"):
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
        answer = client.post(f"{url}?id={evening.forum.pk}", {"chooser": other.pk}, follow=True)
        assert answer.status_code == 200

    assert "“Evening”" in moved.content.decode()
    assert ForumPage.objects.get(pk=evening.forum.pk).get_parent().pk == evening.training_class.pk


def test_empty_forum_is_deleted(client, evening, editor):
    assert client.post(reverse("wagtailadmin_pages:delete", args=[evening.forum.pk])).status_code == 302
    assert not ForumPage.objects.exists()


def test_page_of_another_county_cannot_be_put_on_the_study_list(client, evening, editor):
    fields = filled_in(client, evening)
    fields["study_list-0-page"] = evening.counties.west.page.pk

    response = client.post(new_forum_url("add", evening), {**fields, "action-publish": "action-publish"})

    assert response.status_code == 200
    assert not ForumPage.objects.filter(slug="tonight").exists()


def test_editor_of_another_county_finds_no_forum_here(client, evening):
    client.force_login(evening.people["other county's editor"])

    for name in ("edit", "delete", "copy", "history"):
        response = client.get(reverse(f"wagtailadmin_pages:{name}", args=[evening.forum.pk]))
        assert response.status_code in (302, 403, 404), name
        assert b"Evening" not in response.content
