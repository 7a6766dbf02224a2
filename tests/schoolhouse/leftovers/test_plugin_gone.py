"""A plugin was used and is uninstalled: its content is kept, its pages are safe, its rows break nothing.

The tests of this file go one after another: the last ones put the plugin in again and purge it.
"""

import re

import pytest

from tests.schoolhouse.leftovers.steps_data import BODY

NAMED = "Word cards"
PURGE = "manage.py plugins purge word_cards"


def address(school, name, *arguments):
    return school.step("address", name=name, arguments=list(arguments))


def test_plugin_is_remembered(school, keys):
    name, verbose_name, tables = school.step("record")
    assert (name, verbose_name) == ("school_plugins.word_cards", "Word cards")
    assert tables == sorted(school.step("tables"))


def test_editing_and_publishing_keeps_its_blocks(school, keys):
    done = school.step("edit_and_publish", page=keys["lesson"], title="Renamed")
    assert done["status"] == 302
    assert any(text and NAMED in text for text in done["texts"])
    assert school.step("body", page=keys["lesson"]) == BODY
    assert school.step("revision_body", page=keys["lesson"]) == BODY
    assert school.step("autosave", page=keys["lesson"]) == 200
    assert school.step("revision_body", page=keys["lesson"]) == BODY


def test_its_page_is_explained_in_the_editors_place(school, keys):
    shown = school.step("get", address=address(school, "wagtailadmin_pages:edit", keys["page"]))
    assert shown["status"] == 200
    for word in (NAMED, "Cards of the hill", "word_cards.deckpage", PURGE):
        assert word in shown["text"]
    assert re.search(r"<dt>保留的版本数</dt>\s*<dd>2</dd>", shown["text"])


def test_no_address_about_its_page_fails_or_changes_anything(school, keys):
    before = school.step("pages")
    for page in (keys["page"], keys["inside"]):
        found = school.step("every_page_address", page=page, revision=keys["revision"])
        assert len(found) > 50
        assert {where: status for where, status in found.items() if status >= 500} == {}
        assert found["POST delete"] in (302, 409)
    assert school.step("pages") == before


@pytest.mark.parametrize(
    "name",
    [
        "wagtailadmin_home",
        "wagtailadmin_explore_root",
        "wagtailadmin_pages:search",
        "wagtailadmin_choose_page",
        "wagtailadmin_reports:site_history",
        "wagtailadmin_reports:aging_pages",
        "wagtailadmin_reports:page_types_usage",
        "wagtailadmin_reports:locked_pages",
    ],
)
def test_lists_of_the_admin_pass_over_it(school, keys, name):
    assert school.step("get", address=address(school, name) + "?q=Cards")["status"] == 200
    assert school.step("get", address=address(school, name))["status"] == 200


def test_explorer_shows_it_and_what_is_below(school, keys):
    listing = school.step("get", address=address(school, "wagtailadmin_explore", keys["index"]))
    assert listing["status"] == 200
    assert "Cards of the hill" in listing["text"]
    below = school.step("get", address=address(school, "wagtailadmin_explore", keys["page"]))
    assert below["status"] == 200
    assert "Below the cards" in below["text"]


@pytest.mark.parametrize(
    "path",
    [
        "/admin/choose-page/{index}/",
        "/admin/choose-page/{page}/",
        "/admin/choose-page/?page_type=lessons.LessonPage",
        "/admin/api/main/pages/?child_of={index}&for_explorer=1",
        "/admin/api/main/pages/{page}/",
        "/admin/api/main/pages/?type=wagtailcore.Page&fields=*",
        "/admin/api/main/pages/?search=Cards",
        "/admin/pages/{index}/copy/",
        "/admin/pages/{index}/move/",
        "/admin/pages/{index}/delete/",
        "/admin/pages/{index}/history/",
        "/admin/translation/submit/page/{page}/",
        "/admin/bulk/wagtailcore/page/delete/?id={page}",
        "/admin/bulk/wagtailcore/page/move/?id={page}",
        "/admin/bulk/wagtailcore/page/publish/?id={page}&id={lesson}",
        "/admin/bulk/wagtailcore/page/unpublish/?id=all&childOf={index}",
    ],
)
def test_nothing_in_the_admin_fails_because_of_it(school, keys, path):
    address = path.format(**keys)
    assert school.step("get", address=address)["status"] < 500
    before = school.step("pages")
    if "/api/" not in path and "index}/move" not in path:
        form = {"new_parent_page": keys["index"], "confirm_site_name": "no"}
        assert school.step("send", address=address, data=form)["status"] < 500
        assert school.step("pages") == before


def test_readers_do_not_find_it_and_find_everything_else(school, keys):
    for account in ("", "admin", "wang"):
        shown = school.step("get", address=school.step("reader_address", page=keys["page"]), account=account)
        assert shown["status"] == 404
    lesson = school.step("get", address=school.step("reader_address", page=keys["lesson"]), account="admin")
    assert lesson["status"] == 200
    assert "First aid" not in lesson["text"]
    training_class = school.step("get", address=school.step("reader_address", page=keys["training_class"]))
    assert training_class["status"] == 200
    assert "In class" not in training_class["text"]
    for path in ("/sitemap.xml", "/search/?q=Cards", "/api/v1/search?q=Cards", "/lessons/", "/classes/"):
        found = school.step("get", address=path, account="wang")
        assert found["status"] < 500
        assert "Cards of the hill" not in found["text"]


def test_copying_it_or_what_is_above_is_refused_whole(school, keys):
    for page in (keys["page"], keys["index"], keys["training_class"]):
        message, more = school.step("copy_in_code", page=page)
        assert NAMED in message
        assert more == 0
    before = school.step("pages")
    form = {"starts_on": "2027-03-01", "period": "4", "title": "Again", "slug": "again"}
    done = school.step("send", address=f"/admin/pages/{keys['training_class']}/copy/", data=form)
    assert done["status"] in (400, 409)
    assert NAMED in done["text"]
    assert school.step("pages") == before


def test_its_planned_versions_hold_nothing_up(school, keys):
    assert school.step("publish_planned", orphan=keys["page"], lesson=keys["pointed_at"]) == [None, "Planned"]


@pytest.mark.parametrize(
    ("path", "model", "key"),
    [
        ("/admin/users/delete/{owner}/", "people.User", "owner"),
        ("/admin/bulk/people/user/delete/?id={owner}", "people.User", "owner"),
        ("/admin/snippets/people/organization/delete/{bare}/", "people.Organization", "bare"),
        ("/admin/pages/{pointed_at}/delete/", "wagtailcore.Page", "pointed_at"),
        ("/admin/pages/{index}/delete/", "wagtailcore.Page", "index"),
        ("/admin/pages/{training_class}/delete/", "wagtailcore.Page", "training_class"),
        ("/admin/bulk/wagtailcore/page/delete/?id={pointed_at}&id={training_class}", "wagtailcore.Page", "pointed_at"),
    ],
)
def test_deleting_what_its_rows_point_at_names_it_and_the_way_out(school, keys, path, model, key):
    before = school.step("pages")
    done = school.step("send", address=path.format(**keys), data={"confirm_site_name": "Schoolhouse"})
    assert done["status"] in (302, 409)
    assert NAMED in done["text"]
    assert PURGE in done["text"]
    assert school.step("exists", model=model, pk=keys[key])
    assert school.step("pages") == before


def test_database_refuses_what_goes_behind_the_guards_back(school, keys):
    assert school.step("raw_delete", page=keys["owner"]) is True
    assert school.step("exists", model="people.User", pk=keys["owner"])


def test_plugin_that_comes_back_finds_everything(school, keys):
    school.stop()
    school.reinstall()
    school.manage("migrate")
    assert school.step("body", page=keys["lesson"]) == BODY
    assert school.step("edit_and_publish", page=keys["lesson"], title="And again")["status"] == 302
    assert school.step("body", page=keys["lesson"]) == BODY
    assert school.step("deck_page", page=keys["page"]) == ["Cards of the hill", "kept", True, 2]
    assert school.step("get", address=address(school, "wagtailadmin_pages:edit", keys["page"]))["status"] == 200
    assert "仍安装在此" in school.manage("plugins", "purge", "word_cards", "--yes", fails=True)
    school.stop()
    school.uninstall()


def test_purge_says_what_would_go_and_what_is_in_the_way(school, keys):
    said = school.manage("plugins", "purge", "word_cards", answer="no\n", fails=True)
    for word in ("word_cards_deck: 1 rows", "word_cards_card_learners: 1 rows", "Cards of the hill", "0001_initial"):
        assert word in said
    assert "Below the cards" in said
    assert len(school.step("tables")) == 4


def test_purge_leaves_nothing(school, keys):
    refused = school.manage("plugins", "purge", "word_cards", "--yes", fails=True)
    assert "Below the cards" in refused
    assert school.step("move_up", page=keys["below"], to=keys["index"])
    assert "Nothing was removed" in school.manage("plugins", "purge", "word_cards", answer="no\n", fails=True)
    said = school.manage("plugins", "purge", "word_cards", "--yes")
    assert "Permissions: 12" in said
    school.stop()
    assert school.step("tables") == []
    assert set(school.step("traces").values()) == {0}
    assert not school.step("exists", model="wagtailcore.Page", pk=keys["page"])
    assert school.step("exists", model="wagtailcore.Page", pk=keys["below"])
    assert school.step("tree_problems") == []
    assert school.step("body", page=keys["lesson"]) == BODY
    done = school.step("send", address=f"/admin/users/delete/{keys['owner']}/")
    assert done["status"] == 302
    assert not school.step("exists", model="people.User", pk=keys["owner"])
    assert "没有名为" in school.manage("plugins", "purge", "word_cards", "--yes", fails=True)
