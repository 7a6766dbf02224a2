"""A plugin's static files: their mistakes stop neither ``collectstatic`` nor a page."""

import pytest
from django.contrib.staticfiles import finders
from django.core.files.storage import FileSystemStorage

from schoolhouse.gates import static_files
from schoolhouse.gates.static_files import StaticFilesStorage, plugin_of_file

STYLE = "a { background: url(missing.png) }"


@pytest.fixture
def storage(tmp_path):
    """A storage into which two style sheets were copied."""
    for name in ("try_me/a.css", "site/a.css"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(STYLE)
    return StaticFilesStorage(location=tmp_path, base_url="/static/")


def collect(storage, *names):
    source = FileSystemStorage(storage.location)
    return [what for _name, _hashed, what in storage.post_process({name: (source, name) for name in names})]


def test_plugins_style_sheet_that_names_a_missing_picture_is_taken_as_it_is(storage, monkeypatch, caplog):
    monkeypatch.setattr(static_files, "plugin_of_file", lambda name: name.partition("/")[0])
    assert not any(isinstance(what, Exception) for what in collect(storage, "try_me/a.css"))
    assert storage.stored_name("try_me/a.css").startswith("try_me/a.")
    assert "try_me" in caplog.text
    assert "missing.png" in caplog.text


def test_houses_own_must_be_in_order(storage):
    assert any(isinstance(what, Exception) for what in collect(storage, "site/a.css"))


def test_file_that_was_never_collected_breaks_no_page(storage, monkeypatch, caplog):
    asked = []
    monkeypatch.setattr(finders, "find", lambda name: asked.append(name) or name == "try_me/late.js")
    assert [storage.stored_name("try_me/late.js") for _page in range(2)] == ["try_me/late.js"] * 2
    assert asked == ["try_me/late.js"]
    assert "run “manage.py collectstatic”" in caplog.text
    assert storage.stored_name("try_me/nowhere.js") == "try_me/nowhere.js"
    assert "nowhere" not in caplog.text


def test_file_belongs_to_the_plugin_whose_folder_holds_it(plugin_to_try, monkeypatch):
    monkeypatch.setattr(finders, "find", lambda name: f"{plugin_to_try.path}/static/{name}")
    assert plugin_of_file("try_me/a.css") == "try_me"
    monkeypatch.setattr(finders, "find", lambda name: None)
    assert plugin_of_file("try_me/a.css") == ""
