"""Who may open which address: every name, every role, a stranger, and each role of another county."""

import datetime

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from plugins.leave.actions.attachments import attach
from plugins.leave.actions.stand_ins import name_stand_in
from plugins.leave.models import WithdrawalProposal
from plugins.leave.tests.leave_things import PDF, ask
from plugins.leave.urls import urlpatterns
from tests.factories.classes import make_timetable_item
from tests.factories.school import make_school

pytestmark = pytest.mark.django_db

CANARY = "Eastcanary"
OWN, RUNS, BOTH = {"learner"}, {"class_teacher", "administrator"}, {"learner", "class_teacher", "administrator"}
NOBODY: set[str] = set()
TABLE = {
    # name: who may get, who may post, what it is about; None: the method is not taken
    "own": (OWN, None, "class"),
    "ask": (OWN, OWN, "class"),
    "check": (OWN, None, "class"),
    "desk": (RUNS, None, "class"),
    "history": (RUNS, None, "class"),
    "enter": (RUNS, RUNS, "class"),
    "stand_ins": (RUNS, RUNS, "class"),
    "remove_stand_in": (None, RUNS, "stand_in"),
    "decide_proposal": (None, RUNS, "proposal"),
    "attachment": (BOTH, NOBODY, "paper"),
    "leave": (BOTH, None, "leave"),
    "change": (OWN, OWN, "leave"),
    "add_papers": (None, BOTH, "leave"),
    "act": (None, RUNS, "leave"),
}
TAKEN = (200, 302, 400, 404, 405, 409)


@pytest.fixture
def school(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return make_school()


@pytest.fixture
def things(school):
    from django.core.files.uploadedfile import SimpleUploadedFile

    east = school.east
    page = east.training_class
    page.ends_on = timezone.localdate() + datetime.timedelta(days=30)
    page.save()
    start = timezone.now() + datetime.timedelta(days=2)
    make_timetable_item(page, starts_at=start, kind="lesson")
    leave = ask(east.enrollment, starts_at=start, ends_at=start + datetime.timedelta(hours=1), reason=CANARY)
    paper = attach(leave=leave, file=SimpleUploadedFile("note.pdf", PDF), by=east.enrollment.learner)
    root = school.root
    long_ago = page.starts_on - datetime.timedelta(days=9)
    days = {"from_day": long_ago, "to_day": long_ago}
    instructor = east.people["instructor"]
    stand_in = name_stand_in(training_class=page, person=instructor, duty="approve", by=root, **days)
    proposal = WithdrawalProposal.objects.create(enrollment=east.enrollment, used=9, required=10, limit="1/7")
    return {"class": page, "leave": leave, "paper": paper, "stand_in": stand_in, "proposal": proposal}


def test_every_address_stands_in_the_table():
    assert {one.name for one in urlpatterns} == set(TABLE)


@pytest.mark.parametrize("name", TABLE)
def test_every_address_lets_in_whom_the_table_says(school, things, name):
    gets, posts, about = TABLE[name]
    arguments = [things[about].public_id, *(["approve"] if name == "act" else [])]
    address, wrong = reverse(f"plugins:leave:{name}", args=arguments), []
    for actor, user in school.actors().items():
        for method, admitted in (("get", gets), ("post", posts)):
            client = Client()
            if user.is_authenticated:
                client.force_login(user)
            with transaction.atomic():
                answer = getattr(client, method)(address)
                transaction.set_rollback(True)
            to_sign_in = actor == "stranger" and "login" in answer.get("Location", "")
            turned_away = answer.status_code in (404, 405) or to_sign_in
            if turned_away == (actor in (admitted or ())) or answer.status_code not in TAKEN:
                wrong.append(f"{method} as {actor}: {answer.status_code}")
            if turned_away and not answer.streaming and CANARY in answer.content.decode():
                wrong.append(f"{method} as {actor} shows the canary")
    assert not wrong, "\n".join(wrong)
