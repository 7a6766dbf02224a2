"""``manage.py backup`` and ``restore``."""

import json
import sqlite3
import stat
import subprocess
import sys
import tarfile
from contextlib import closing

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tests.factories.people import make_organization, make_user
from tests.schoolhouse.house import House, database_url

pytestmark = pytest.mark.django_db(transaction=True)
OPEN = """
import sqlite3, sys
database = sqlite3.connect(sys.argv[1])
database.execute("SELECT 1 FROM sqlite_master")
print(flush=True)
input()
"""


@pytest.fixture
def var(tmp_path, settings):
    """What lies beside the test's own database: an uploaded file, the server's key and its language."""
    folder = tmp_path / "var"
    (folder / "media" / "图").mkdir(parents=True)
    (folder / "media" / "图" / "a.jpg").write_bytes(b"\xff\xd8 picture")
    (folder / "secret-key").write_text("a key of this server")
    (folder / "language").write_text("en")
    settings.VAR, settings.MEDIA_ROOT, settings.LANGUAGE_FILE = folder, folder / "media", folder / "language"
    make_user(full_name="王小明", organization=make_organization(name="山下学校"))
    return folder


@pytest.fixture
def elsewhere(tmp_path):
    """Another server with nothing on it."""
    (tmp_path / "elsewhere").mkdir()
    other = House(tmp_path / "elsewhere")
    if connection.vendor == "sqlite":
        other.environment["DATABASE_URL"] = f"sqlite:///{other.folder}/var/school.sqlite3"
        yield other
        return
    with connection.cursor() as cursor:
        cursor.execute("CREATE DATABASE restored")
    other.environment["DATABASE_URL"] = f"{database_url().rpartition('/')[0]}/restored"
    yield other
    with connection.cursor() as cursor:
        cursor.execute("DROP DATABASE restored WITH (FORCE)")


def backup(var, **flags):
    """Make a backup and return its file."""
    call_command("backup", to=var / "backups", **flags)
    return max((var / "backups").iterdir())


def in_it(file):
    """Return the manifest of a backup."""
    with tarfile.open(file) as tar:
        return json.loads(tar.extractfile("manifest.json").read())


def in_database(house, statement):
    """Ask the database of another server; return the first columns of what is found."""
    url = house.environment["DATABASE_URL"]
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as found:
            rows = found.execute(statement).fetchall()
            found.commit()
        return [row[0] for row in rows]
    import psycopg

    with psycopg.connect(**{**connection.get_connection_params(), "dbname": "restored"}, autocommit=True) as found:
        cursor = found.execute(statement)
        return [row[0] for row in cursor.fetchall()] if cursor.description else []


def test_school_comes_back_as_it_was_and_the_former_one_is_put_aside(var, elsewhere):
    file = backup(var)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [one.name for one in file.parent.iterdir()] == [file.name]

    restored = elsewhere.manage("restore", str(file))

    assert "The school is back" in restored.stdout
    assert in_database(elsewhere, "SELECT full_name FROM people_user") == ["王小明"]
    kept = elsewhere.folder / "var"
    assert (kept / "media" / "图" / "a.jpg").read_bytes() == b"\xff\xd8 picture"
    assert ((kept / "secret-key").read_text(), (kept / "language").read_text()) == ("a key of this server", "en")

    in_database(elsewhere, "UPDATE people_user SET full_name = 'Other'")
    (kept / "media" / "new.txt").write_text("since then")
    replaced = elsewhere.manage("restore", str(file), "--replace")

    assert in_database(elsewhere, "SELECT full_name FROM people_user") == ["王小明"]
    assert not (kept / "media" / "new.txt").exists()
    (former,) = [one for one in kept.iterdir() if one.name.startswith("media.before-")]
    assert (former / "new.txt").read_text() == "since then"
    assert str(former) in replaced.stdout
    assert not list(kept.glob(".restore-*"))


def test_backup_is_read_to_its_end_before_anything_is_touched(var, capsys):
    file = backup(var)
    call_command("restore", str(file), check=True)
    assert "every one as it was" in capsys.readouterr().out
    content = bytearray(file.read_bytes())
    content[content.index(b"picture")] ^= 1
    file.write_bytes(content)
    make_user(full_name="Since then")

    for flags in ({"check": True}, {"replace": True}):
        with pytest.raises(CommandError, match="is damaged"):
            call_command("restore", str(file), **flags)

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM people_user")
        assert cursor.fetchone() == (2,)
    assert sorted(one.name for one in var.iterdir()) == ["backups", "language", "media", "secret-key"]


def test_school_that_is_there_is_replaced_only_where_that_is_asked_for(var):
    with pytest.raises(CommandError, match="--replace"):
        call_command("restore", str(backup(var)))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"migrations": {"people": ["0001_initial", "0999_later"]}}, "a newer version, which knew people.0999_later"),
        ({"database": "other"}, "this server is set up for"),
    ],
)
def test_backup_goes_only_where_it_fits(var, tmp_path, change, said):
    manifest = in_it(backup(var, no_media=True))
    assert (manifest["has_media"], [name for name in manifest["files"] if "media" in name]) == (False, [])
    if "database" in change:
        change = {"database": {"sqlite": "postgresql", "postgresql": "sqlite"}[connection.vendor]}
    names = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
    manifest |= {**change, "files": {names[change.get("database", connection.vendor)]: [1, "00"]}}
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    with tarfile.open(tmp_path / "changed.tar", "w") as tar:
        tar.add(tmp_path / "manifest.json", arcname="manifest.json")

    with pytest.raises(CommandError, match=said):
        call_command("restore", str(tmp_path / "changed.tar"), replace=True)


def test_restore_waits_until_the_programs_are_stopped(var):
    file = backup(var)
    if connection.vendor == "sqlite":
        command = [sys.executable, "-c", OPEN, connection.settings_dict["NAME"]]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as program:
            program.stdout.readline()
            with pytest.raises(CommandError, match=f"Stop gunicorn.*{program.pid}"):
                call_command("restore", str(file), replace=True)
            program.communicate(b"\n")
        return
    other = connection.copy()
    with other.cursor(), pytest.raises(CommandError, match="Stop gunicorn"):
        call_command("restore", str(file), replace=True)
    other.close()


def test_backup_sees_one_moment_while_others_write(var):
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("DELETE FROM people_user")
        file = backup(var)
        cursor.execute("ROLLBACK")
    other.close()
    assert in_it(file)["rows"]["people_user"] == 1


def test_backup_replaces_no_file_and_keeps_nothing_of_an_empty_server(var):
    file = backup(var)
    with pytest.raises(CommandError, match="is there already"):
        call_command("backup", to=file)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations")
    with pytest.raises(CommandError, match="nothing to keep"):
        call_command("backup", to=var / "other.tar")
    assert not (var / "other.tar").exists()
