"""An editor or administrator of one county neither sees nor touches what is another's, anywhere in Wagtail's admin."""

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from tests.factories.people import make_page, make_superuser

PAGE_NAMES = [
    "usage", "edit", "preview_on_edit", "view_draft", "delete", "unpublish", "convert_alias", "copy", "set_privacy",
    "lock", "unlock", "history", "history_results", "workflow_history", "confirm_workflow_cancellation",
    "add_subpage", "move", "set_page_position",
]  # fmt: skip
WORKERS = ["editor", "administrator"]


@pytest.fixture(params=WORKERS)
def worker(request, counties, client):
    client.force_login(getattr(counties.east, request.param))
    return client


def _text(response):
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode(errors="replace")


def test_another_countys_page_is_not_found(counties, worker):
    found = []
    for name in PAGE_NAMES:
        for page in (counties.west.page, counties.west.home, counties.city_page):
            address = reverse(f"wagtailadmin_pages:{name}", args=[page.pk])
            found.append((name, worker.get(address).status_code, worker.post(address, {}).status_code))
    assert [row for row in found if row[1:] != (404, 404)] == []


def test_own_page_is_found(counties, worker):
    for name in ("usage", "edit", "delete", "copy", "history", "workflow_history", "move"):
        address = reverse(f"wagtailadmin_pages:{name}", args=[counties.east.page.pk])
        assert worker.get(address).status_code == 200, name


def test_page_cannot_be_moved_to_another_county(counties, worker):
    page, target = counties.east.page, counties.west.home
    assert worker.post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, target.pk])).status_code == 404
    data = {"new_parent_page": target.pk}
    assert worker.post(reverse("wagtailadmin_pages:move", args=[page.pk]), data).status_code == 404
    assert Page.objects.get(pk=page.pk).get_parent().pk == counties.east.home.pk


def test_page_cannot_be_copied_to_another_county(counties, worker):
    data = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": counties.west.home.pk}

    response = worker.post(reverse("wagtailadmin_pages:copy", args=[counties.east.page.pk]), data)

    assert response.status_code == 404
    assert not Page.objects.filter(slug="copy").exists()


def test_page_cannot_be_made_in_another_county(counties, worker):
    address = reverse("wagtailadmin_pages:add", args=["wagtailcore", "page", counties.west.home.pk])
    assert worker.get(address).status_code == 404


WEST = [
    f"Westcanary {thing}"
    for thing in ("page", "home", "image", "document", "media", "county", "editor", "administrator", "learner")
]
LISTS = [
    "wagtailadmin_home",
    "wagtailadmin_explore_root",
    "wagtailadmin_pages:search",
    "wagtailadmin_pages:search_results",
    "wagtailadmin_choose_page",
    "wagtailadmin_reports:locked_pages",
    "wagtailadmin_reports:workflow",
    "wagtailadmin_reports:workflow_tasks",
    "wagtailadmin_reports:site_history",
    "wagtailadmin_reports:aging_pages",
    "wagtailimages:index",
    "wagtailimages_chooser:choose",
    "wagtailimages_chooser:choose_results",
    "wagtaildocs:index",
    "wagtaildocs_chooser:choose",
    "wagtaildocs_chooser:choose_results",
    "wagtailmedia:index",
    "wagtailmedia:chooser",
    "wagtailusers_users:index",
    "wagtailusers_users:index_results",
    "people_chooser:choose",
    "people_chooser:choose_results",
    "wagtailadmin_api:pages:listing",
    "wagtailadmin_api:images:listing",
    "wagtailadmin_api:documents:listing",
    "wagtailsnippets:index",
    "wagtailadmin_pages:type_use",
]


@pytest.fixture
def busy(counties):
    """West has edited, locked and published; its people are authors."""
    for county in (counties.west, counties.east):
        page = county.page
        page.owner = county.editor
        page.locked, page.locked_by, page.locked_at = True, county.editor, timezone.now()
        page.save()
        page.save_revision(user=county.editor, log_action=True)
        for file in (county.image, county.document, county.media):
            file.uploaded_by_user = county.editor
            file.tags.add("shared")
            file.save()
    return counties


QUERIES = [{}, {"q": "canary"}, {"q": "Westcanary"}, {"export": "csv"}]


def test_lists_and_searches_show_nothing_of_another_county(busy, worker):
    leaks = []
    for name in LISTS:
        args = ["wagtailcore", "page"] if name.endswith("type_use") else []
        for query in QUERIES:
            response = worker.get(reverse(name, args=args), query, follow=True)
            assert response.status_code in (200, 400, 404), name
            text = _text(response)
            leaks += [(name, query, word) for word in WEST if word in text]
    assert leaks == [], leaks


def test_lists_show_the_own_county(busy, worker):
    for name, word in {
        "wagtailadmin_pages:search": "Eastcanary page",
        "wagtailimages:index": "Eastcanary image",
        "wagtailimages_chooser:choose": "Eastcanary image",
        "wagtaildocs:index": "Eastcanary document",
        "wagtaildocs_chooser:choose": "Eastcanary document",
        "wagtailmedia:index": "Eastcanary media",
        "wagtailadmin_reports:site_history": "Eastcanary page",
        "wagtailadmin_reports:locked_pages": "Eastcanary page",
        "people_chooser:choose": "Eastcanary learner",
    }.items():
        assert word in _text(worker.get(reverse(name), follow=True)), name


def test_page_chooser_opens_no_page_of_another_county(counties, worker):
    for page in (counties.west.home, counties.west.page):
        assert worker.get(reverse("wagtailadmin_choose_page_child", args=[page.pk])).status_code == 404
        chosen = worker.get(reverse("wagtailadmin_choose_page_chosen_multiple"), {"id": page.pk})
        assert chosen.status_code == 404
    assert worker.get(reverse("wagtailadmin_choose_page_child", args=[counties.east.home.pk])).status_code == 200


def test_page_chooser_offers_what_the_city_has_published(counties, worker):
    draft = make_page(counties.city_home, title="City draft", live=False)

    chosen = worker.get(reverse("wagtailadmin_choose_page_chosen_multiple"), {"id": counties.city_page.pk})

    assert chosen.status_code == 200
    assert worker.get(reverse("wagtailadmin_choose_page_chosen_multiple"), {"id": draft.pk}).status_code == 404


OBJECTS = [
    ("wagtailimages:edit", "image"),
    ("wagtailimages:delete", "image"),
    ("wagtailimages:image_usage", "image"),
    ("wagtailimages:url_generator", "image"),
    ("wagtailimages:edit_multiple", "image"),
    ("wagtailimages_chooser:chosen", "image"),
    ("wagtailimages_chooser:select_format", "image"),
    ("wagtailadmin_api:images:detail", "image"),
    ("wagtaildocs:edit", "document"),
    ("wagtaildocs:delete", "document"),
    ("wagtaildocs:document_usage", "document"),
    ("wagtaildocs_chooser:chosen", "document"),
    ("wagtailadmin_api:documents:detail", "document"),
    ("wagtailmedia:edit", "media"),
    ("wagtailmedia:delete", "media"),
    ("wagtailmedia:media_usage", "media"),
    ("wagtailmedia:media_chosen", "media"),
    ("wagtailadmin_api:pages:detail", "page"),
    ("wagtailusers_users:edit", "learner"),
    ("wagtailusers_users:history", "learner"),
    ("wagtailusers_users:usage", "learner"),
    ("wagtailusers_users:delete", "learner"),
    ("people_chooser:chosen", "learner"),
]


def test_another_countys_object_is_not_found_by_its_number(counties, worker):
    found = []
    for name, kind in OBJECTS:
        address = reverse(name, args=[getattr(counties.west, kind).pk])
        found.append((name, worker.get(address).status_code, worker.post(address, {}).status_code))
    assert [row for row in found if row[1] != 404 or row[2] not in (404, 405)] == []


@pytest.mark.parametrize("kind", ["image", "document"])
def test_chosen_multiple_names_no_file_of_another_county(counties, worker, kind):
    address = reverse(f"wagtail{'image' if kind == 'image' else 'doc'}s_chooser:chosen_multiple")
    own, other = getattr(counties.east, kind), getattr(counties.west, kind)
    assert worker.get(address, {"id": [own.pk, other.pk]}).status_code == 404
    assert worker.get(address, {"id": own.pk}).status_code == 200


BULK = [
    ("wagtailcore", "page", "delete", "page"),
    ("wagtailcore", "page", "move", "page"),
    ("wagtailcore", "page", "publish", "page"),
    ("wagtailcore", "page", "unpublish", "page"),
    ("people", "schoolimage", "delete", "image"),
    ("people", "schoolimage", "add_tags", "image"),
    ("people", "schoolimage", "add_to_collection", "image"),
    ("people", "schooldocument", "delete", "document"),
    ("people", "schooldocument", "add_tags", "document"),
    ("people", "schooldocument", "add_to_collection", "document"),
    ("people", "user", "delete", "learner"),
    ("people", "user", "assign_role", "learner"),
    ("people", "user", "set_active_state", "learner"),
]


def test_bulk_action_on_another_countys_object_is_not_found(counties, worker):
    found = []
    for app, model, action, kind in BULK:
        address = reverse("wagtail_bulk_action", args=[app, model, action])
        own, other = getattr(counties.east, kind), getattr(counties.west, kind)
        for ids in (f"id={other.pk}", f"id={own.pk}&id={other.pk}"):
            shown = worker.get(f"{address}?{ids}").status_code
            done = worker.post(f"{address}?{ids}", {"mark_as_active": "False"}).status_code
            found.append((model, action, shown, done))
        other.refresh_from_db()
    assert [row for row in found if row[2:] != (404, 404)] == []


def test_bulk_action_on_all_leaves_another_county_alone(counties, worker):
    for app, model, action, kind in BULK:
        address = reverse("wagtail_bulk_action", args=[app, model, action])
        shown = _text(worker.get(f"{address}?id=all", follow=True))
        worker.post(f"{address}?id=all", {"mark_as_active": "False"})

        assert "Westcanary" not in shown, (model, action)
        other = getattr(counties.west, kind)
        other.refresh_from_db()
        assert getattr(other, "is_active", True)
        assert getattr(other, "live", True)


def test_bulk_move_goes_nowhere_else(counties, worker):
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])

    worker.post(f"{address}?id={counties.east.page.pk}", {"chooser": counties.west.home.pk})

    assert Page.objects.get(pk=counties.east.page.pk).get_parent().pk == counties.east.home.pk


def test_files_cannot_be_put_into_another_countys_collection(counties, client):
    client.force_login(counties.east.editor)
    collection = counties.west.image.collection
    address = reverse("wagtailimages:edit", args=[counties.east.image.pk])

    client.post(address, {"title": "Taken", "collection": collection.pk, "tags": ""})

    assert "Westcanary county" not in _text(client.get(address))
    counties.east.image.refresh_from_db()
    assert counties.east.image.organization == counties.east.organization


def test_superuser_sees_both_counties(busy, client):
    client.force_login(make_superuser())
    text = _text(client.get(reverse("wagtailimages:index")))
    assert "Westcanary image" in text
    assert "Eastcanary image" in text


@pytest.mark.parametrize("name", ["wagtailadmin_home", "wagtailimages:index", "wagtailusers_users:index"])
def test_learner_has_no_admin(counties, client, name):
    client.force_login(counties.east.learner)
    response = client.get(reverse(name))
    assert response.status_code in (302, 404)
    assert "Eastcanary" not in _text(response)
