"""``manage.py setup``: the first school of a server."""

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Site

from home.models import HomePage
from people.models import Organization, User

pytestmark = pytest.mark.django_db
FLAGS = {
    "organization": "山下学校",
    "full_name": "郑远",
    "account_name": "zheng",
    "password": "quiet-lamp-7341",
    "address": "https://school.example:8443",
    "no_input": True,
}


def setup(**changes):
    call_command("setup", **{**FLAGS, **changes})


def test_setup_makes_organization_home_page_and_administrator(client):
    setup()

    assert Organization.objects.get().name == "山下学校"
    administrator = User.objects.get(account_name="zheng")
    assert administrator.is_superuser
    assert administrator.check_password(FLAGS["password"])
    home, site = HomePage.objects.get(), Site.objects.get()
    assert (site.hostname, site.port, site.root_page_id) == ("school.example", 8443, home.pk)
    assert "山下学校" in client.get("/").content.decode()


def test_setup_refuses_a_second_time():
    setup()

    with pytest.raises(CommandError):
        setup(organization="Another", account_name="other")
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"password": "12345678"},
        {"password": "short"},
        {"address": "https://school.example:port"},
        {"organization": None},
        {"full_name": None},
        {"account_name": "  "},
        {"password": None},
    ],
)
def test_setup_makes_nothing_of_a_wrong_answer(changes):
    with pytest.raises(CommandError):
        setup(**changes)

    assert not Organization.objects.exists()
    assert not User.objects.exists()
    assert not HomePage.objects.exists()


@pytest.mark.parametrize(
    ("changes", "flag"),
    [({"organization": "x" * 400}, "--organization"), ({"address": "http://[bad"}, "--address")],
)
def test_setup_names_the_flag_that_is_wrong(changes, flag):
    with pytest.raises(CommandError, match=flag):
        setup(**changes)


@pytest.fixture
def typed(monkeypatch):
    """Let ``setup`` ask, and answer in turn; the password is typed in the same order."""

    def type_in(*answers, passwords=(FLAGS["password"], FLAGS["password"])):
        lines, secrets = iter(answers), iter(passwords)
        monkeypatch.setattr("sys.stdin.isatty", lambda: True)
        monkeypatch.setattr("builtins.input", lambda question: next(lines))
        monkeypatch.setattr("getpass.getpass", lambda question: next(secrets))

    return type_in


@pytest.fixture
def language_file(settings, tmp_path, monkeypatch):
    """Keep the school's language in a scratch folder."""
    monkeypatch.delenv("LANGUAGE_CODE", raising=False)
    settings.LANGUAGE_FILE = tmp_path / "language"
    return settings.LANGUAGE_FILE


UNASKED = dict.fromkeys(FLAGS) | {"no_input": False}


def test_setup_asks_for_what_no_flag_gives(typed, capsys):
    typed("", "", "山下学校", "县", "郑远", "zheng", "")

    call_command("setup", **UNASKED)

    assert User.objects.get().full_name == "郑远"
    organization = Organization.objects.get()
    assert (organization.name, organization.kind) == ("山下学校", "county")
    assert (Site.objects.get().hostname, Site.objects.get().port) == ("localhost", 80)
    assert "/accounts/login/" in capsys.readouterr().out


def test_setup_asks_again_after_a_wrong_answer(typed, capsys):
    typed(
        "zh-hans", "", "y" * 400, "山下学校", "castle", "school", "郑远", "138 0013 8000", "zheng", "http://[bad", "",
        passwords=["short", FLAGS["password"], "other", FLAGS["password"], FLAGS["password"]],
    )  # fmt: skip

    call_command("setup", **UNASKED)

    assert Organization.objects.get().name == "山下学校"
    assert User.objects.get().check_password(FLAGS["password"])
    told = capsys.readouterr().err
    assert "两次输入不一致" in told
    assert "请从中选择" in told


def test_setup_makes_and_keeps_a_school_in_the_language_chosen(typed, language_file):
    typed("en", "Hillside School", "School", "Ann Dale", "ann", "")

    call_command("setup", **UNASKED)

    assert language_file.read_text() == "en"
    assert HomePage.objects.get().locale.language_code == "en"
    assert {page.title for page in HomePage.objects.get().get_children()} == {"Lessons", "Training classes"}


def test_setup_says_what_to_set_where_the_environment_names_the_language(monkeypatch, language_file, capsys):
    monkeypatch.setenv("LANGUAGE_CODE", "zh-hans")

    setup(language="en")

    assert not language_file.exists()
    assert "LANGUAGE_CODE=en" in capsys.readouterr().out


@pytest.mark.parametrize("stop", [EOFError, KeyboardInterrupt])
def test_setup_that_is_stopped_makes_nothing(monkeypatch, stop):
    def stopped(question):
        raise stop

    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", stopped)

    with pytest.raises(CommandError):
        call_command("setup", **UNASKED)

    assert not Organization.objects.exists()


def test_setup_asks_nothing_where_a_school_stands(typed):
    setup()
    typed()

    with pytest.raises(CommandError):
        call_command("setup", **UNASKED)


def test_setup_migrates_an_empty_database(monkeypatch):
    called = []
    monkeypatch.setattr("home.management.commands.setup.MigrationRecorder.applied_migrations", lambda recorder: {})
    monkeypatch.setattr("home.management.commands.setup.call_command", lambda name, **options: called.append(name))

    setup()

    assert called == ["migrate"]
    assert Organization.objects.exists()


def test_setup_migrates_nothing_for_flags_that_do_not_suffice(monkeypatch):
    called = []
    monkeypatch.setattr("home.management.commands.setup.MigrationRecorder.applied_migrations", lambda recorder: {})
    monkeypatch.setattr("home.management.commands.setup.call_command", lambda name, **options: called.append(name))

    with pytest.raises(CommandError, match="--password"):
        call_command("setup", **FLAGS | {"password": None})

    assert called == []
