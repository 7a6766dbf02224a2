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


def test_setup_asks_for_what_no_flag_gives(monkeypatch, capsys):
    answers = iter(["", "山下学校", "郑远"])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", lambda question: next(answers))
    monkeypatch.setattr("getpass.getpass", lambda question: FLAGS["password"])

    setup(organization=None, full_name=None, password=None, no_input=False)

    assert User.objects.get().full_name == "郑远"
    assert "/accounts/login/" in capsys.readouterr().out
