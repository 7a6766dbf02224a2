"""Who may open which address: every name, every role, a stranger, and each role of another county."""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from plugins.theory_tests.tests.bank_things import make_category, make_question, uploaded
from plugins.theory_tests.urls import urlpatterns
from tests.factories.school import make_school

pytestmark = pytest.mark.django_db

CANARY = "Eastcanary"
EDITS = {"editor", "administrator"}
# An import is its uploader's alone; the editor of the east has made it.
TABLE = {
    "import": ("everywhere", "everywhere", False),
    "template": ("everywhere", None, False),
    "preview": ("own", None, True),
    "apply": (None, "own", True),
    "discard": (None, "own", True),
    "undo": (None, "own", True),
    "export": ("everywhere", None, False),
}


@pytest.fixture
def school():
    return make_school()


def test_every_address_stands_in_the_table():
    assert {one.name for one in urlpatterns} == set(TABLE)


@pytest.mark.parametrize("name", TABLE)
def test_every_address_lets_in_whom_the_table_says(school, name):
    gets, posts, is_about = TABLE[name]
    east = school.east
    category = make_category(east.organization, f"{CANARY} shelf")
    make_question(category, f"{CANARY} question")
    upload = uploaded(category, east.people["editor"])
    arguments = [upload.public_id] if is_about else ["gift"] if name == "export" else []
    address, wrong = reverse(f"plugins:theory_tests:{name}", args=arguments), []
    for actor, user in school.actors().items():
        for method, admitted in (("get", gets), ("post", posts)):
            client = Client()
            if user.is_authenticated:
                client.force_login(user)
            with transaction.atomic():
                answer = getattr(client, method)(address)
                transaction.set_rollback(True)
            to_sign_in = not user.is_authenticated and answer.status_code == 302
            turned_away = answer.status_code in (403, 404, 405) or to_sign_in
            may = admitted is not None and user.is_authenticated and _may(user, admitted, east)
            if turned_away == may or answer.status_code >= 500:
                wrong.append(f"{method} as {actor}: {answer.status_code}")
            works_east = user.is_authenticated and (user.is_superuser or user in _editors(east))
            content = b"" if answer.streaming else answer.content
            if not works_east and CANARY in content.decode():
                wrong.append(f"{method} as {actor} shows the canary")
    assert not wrong, "\n".join(wrong)


def _editors(county):
    return [county.people[role] for role in EDITS]


def _may(user, admitted, east):
    if admitted == "own":
        return user == east.people["editor"]
    return user.is_superuser or user.role_assignments.filter(role__in=EDITS).exists()
