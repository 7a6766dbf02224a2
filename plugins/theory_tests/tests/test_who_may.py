"""Who may open which address: every name, every role, a stranger, and each role of another county."""

import uuid
from datetime import timedelta

import pytest
from django.db import transaction
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from classes.models import Enrollment
from classes.permissions import may_run_class
from plugins.theory_tests.actions.attempts import start_attempt, submit_attempt
from plugins.theory_tests.actions.sittings import set_test
from plugins.theory_tests.tests.bank_things import make_category, make_kind, make_paper, make_question, uploaded
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
# Tests of the east's class: ``runs`` it, ``marks`` in it (those who run it and its instructors), ``sits`` is its
# learner. An attempt is its learner's alone, but whoever marks reads what it came to.
TESTS = {
    "own": ("sits", None, "class"),
    "desk": ("marks", None, "class"),
    "set": ("runs", "runs", "class"),
    "test": ("sits", None, "sitting"),
    "start": (None, "sits", "sitting"),
    "change": ("runs", "runs", "sitting"),
    "people": ("marks", None, "sitting"),
    "extra": (None, "runs", "sitting"),
    "withdraw": (None, "runs", "sitting"),
    "marking": ("marks", None, "sitting"),
    "figures": ("marks", None, "sitting"),
    "figures_file": ("marks", None, "sitting"),
    "attempt": ("sits", "sits", "attempt"),
    "save": (None, "sits", "attempt"),
    "result": ("sits marks", None, "attempt"),
    "mark": ("marks", "marks", "answer"),
}


@pytest.fixture
def school():
    return make_school()


def test_every_address_stands_in_the_table():
    assert {one.name for one in urlpatterns} == set(TABLE) | set(TESTS)


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


@pytest.mark.parametrize("name", TESTS)
def test_every_address_of_tests_lets_in_whom_the_table_says(school, name):
    gets, posts, about = TESTS[name]
    east, page = school.east, school.east.training_class
    learner, now = east.people["learner"], timezone.now()
    essay = make_kind(make_category(east.organization), "essay", [], f"{CANARY} question")
    paper = make_paper(east.organization, title=f"{CANARY} paper", fixed=[(essay, 2)])
    times = {"opens_at": now - timedelta(hours=1), "closes_at": now + timedelta(hours=1)}
    sitting = set_test(training_class=page, paper=paper, client_key=uuid.uuid4(), by=page.class_teacher, **times)
    seat = Enrollment.objects.get(training_class=page, learner=learner)
    attempt = start_attempt(sitting=sitting, enrollment=seat, by=learner)
    if name in ("mark", "result"):
        data = QueryDict(mutable=True)
        data.update({"a1": f"{CANARY} answer", "a1-seen": "0"})
        submit_attempt(attempt=attempt, data=data, by=learner)
    thing = {"class": page, "sitting": sitting, "attempt": attempt, "answer": attempt.answers.get()}[about]
    address, wrong = reverse(f"plugins:theory_tests:{name}", args=[thing.public_id]), []
    people = {
        "sits": lambda user: user == learner,
        "runs": lambda user: may_run_class(user, page),
        "marks": lambda user: may_run_class(user, page) or user == east.people["instructor"],
    }
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
            may = user.is_authenticated and any(people[one](user) for one in (admitted or "").split())
            if turned_away == may or answer.status_code >= 500:
                wrong.append(f"{method} as {actor}: {answer.status_code}")
            if not may and not answer.streaming and CANARY in answer.content.decode():
                wrong.append(f"{method} as {actor} shows the canary")
    assert not wrong, "\n".join(wrong)


def _editors(county):
    return [county.people[role] for role in EDITS]


def _may(user, admitted, east):
    if admitted == "own":
        return user == east.people["editor"]
    return user.is_superuser or user.role_assignments.filter(role__in=EDITS).exists()
