"""What the tests of sittings are about: a class with two learners, a paper of every kind, and a test that is open."""

import datetime
import uuid
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from plugins.theory_tests.actions.attempts import save_answers, start_attempt, submit_attempt
from plugins.theory_tests.actions.results import close_overdue, close_tests
from plugins.theory_tests.actions.sittings import set_test
from plugins.theory_tests.models import Attempt, Sitting
from plugins.theory_tests.tests.bank_things import make_category, make_kind, make_paper

HOUR = datetime.timedelta(hours=1)
KINDS = {
    "single": [("Knifecanary", 100), ("Spoon", 0), ("Fork", 0)],
    "multiple": [("Water", 50), ("Milk", 50), ("Oil", -100)],
    "true_false": [],
    "short": [("Flour", 100), ("Powder", 50)],
    "numerical": [{"text": "28", "percent": 100, "tolerance": 2}],
    "matching": [{"text": "dog", "match": "bark"}, {"text": "cat", "match": "meow"}],
    "ordering": [("Wash", 0), ("Cut", 0), ("Fry", 0)],
    "essay": [],
}
ALL = tuple(KINDS)


@dataclass
class Class:
    """``teacher`` runs the class and has set ``sitting``; each question is worth two points."""

    school: Any
    kinds: tuple[str, ...] = ALL
    paper_fields: dict[str, Any] = field(default_factory=dict)
    fields: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.training_class = self.school.training_class()
        self.teacher = self.training_class.class_teacher
        self.seats = [self.school.enrollment(self.training_class) for _person in range(2)]
        self.seat, self.other = self.seats
        self.learner = self.seat.learner
        self.category = make_category(self.school.organization, f"Cooking {uuid.uuid4().hex}")
        self.questions = {
            kind: make_kind(self.category, kind, KINDS[kind], f"Asked {kind}", is_true=kind == "true_false")
            for kind in self.kinds
        }
        fixed = [(question, Decimal(2)) for question in self.questions.values()]
        self.paper = make_paper(self.school.organization, fixed=fixed, **{"minutes": 30, **self.paper_fields})
        self.sitting = self.set(**self.fields)

    def set(self, **fields: Any) -> Sitting:
        now = timezone.now()
        fields = {
            "paper": self.paper,
            "opens_at": now - HOUR,
            "closes_at": now + HOUR,
            "client_key": uuid.uuid4(),
            **fields,
        }
        return set_test(training_class=self.training_class, by=self.teacher, **fields)

    def start(self, seat: Any = None) -> Attempt:
        seat = seat or self.seat
        return start_attempt(sitting=self.sitting, enrollment=seat, by=seat.learner)

    def number(self, kind: str) -> int:
        return self.kinds.index(kind) + 1

    def form(self, attempt: Attempt, right: bool = True, **answers: Any) -> QueryDict:
        """The whole form: everything right, or nothing; ``answers`` by kind instead."""
        data = QueryDict(mutable=True)
        for answer in attempt.answers.select_related("version"):
            kind, name = answer.version.content["kind"], f"a{answer.number}"
            data[f"{name}-seen"] = str(answer.revision)
            said = answers.get(kind, RIGHT[kind] if right else None)
            if kind in ("matching", "ordering"):
                order = answer.order
                for at, value in (said or {}).items():
                    key = at if kind == "matching" else order.index(at) + 1
                    data[f"{name}-{key}"] = str(order.index(value) + 1 if kind == "matching" else value)
            elif kind in ("single", "multiple") and said is not None:
                data.setlist(name, [str(answer.order.index(at) + 1) for at in said])
            elif said is not None:
                data[name] = said
        return data

    def save(self, attempt: Attempt, seat: Any = None, right: bool = False, **answers: Any) -> Any:
        data = self.form(attempt, right, **answers)
        return save_answers(attempt=attempt, data=data, by=(seat or self.seat).learner)

    def sit(self, seat: Any = None, right: bool = True, **answers: Any) -> Attempt:
        """Begin and hand in."""
        seat = seat or self.seat
        attempt = self.start(seat)
        submit_attempt(attempt=attempt, data=self.form(attempt, right, **answers), by=seat.learner)
        attempt.refresh_from_db()
        return attempt

    def end(self) -> None:
        """Let the test be over, as the clock and the job would."""
        past = timezone.now() - HOUR
        Sitting.objects.filter(pk=self.sitting.pk).update(opens_at=past - HOUR, closes_at=past)
        Attempt.objects.filter(sitting=self.sitting, state="open").update(deadline=past)
        close_overdue()
        close_tests()
        self.sitting.refresh_from_db()


RIGHT: dict[str, Any] = {
    "single": [0],
    "multiple": [0, 1],
    "true_false": "1",
    "short": "ＦＬＯＵＲ。",
    "numerical": "２９",
    "matching": {0: 0, 1: 1},
    "ordering": {0: 1, 1: 2, 2: 3},
    "essay": "Because it is.",
}
