"""What the tests are about: a class of six learners with their teacher, and recognitions in it."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from evaluations.actions.points.ledger import award_by_hand
from plugins.recognitions.actions import recognitions as actions
from plugins.recognitions.actions.ballots import cast
from plugins.recognitions.models import Recognition


@dataclass
class Class:
    """``seats`` of the class that ``teacher`` runs."""

    school: Any
    training_class: Any = None

    def __post_init__(self) -> None:
        self.training_class = self.training_class or self.school.training_class()
        self.teacher = self.training_class.class_teacher
        self.seats = [self.school.enrollment(self.training_class) for _number in range(6)]
        self.learners = [seat.learner for seat in self.seats]

    def prepare(self, means: str, title: str = "Star of learning", **fields: Any) -> Recognition:
        fields = {"places": 2, "by": self.teacher, **fields}
        return actions.write_recognition(training_class=self.training_class, title=title, means=means, **fields)

    def open(self, means: str = "vote", **fields: Any) -> Recognition:
        if means == "jury":
            fields.setdefault("jurors", self.learners[:3])
        return actions.open_ballots(recognition=self.prepare(means, **fields), by=self.teacher)

    def choose(self, recognition: Recognition, voter: int, *names: int) -> Any:
        keys = [self.seats[one].public_id for one in names]
        return cast(recognition=recognition, enrollments=keys, by=self.learners[voter])

    def counted(self, **fields: Any) -> Recognition:
        """Learner 3 has three ballots, 4 and 5 have one."""
        one = self.open(**fields)
        self.choose(one, 0, 3, 4)
        self.choose(one, 1, 3, 5)
        self.choose(one, 2, 3)
        return actions.count(recognition=one, by=self.teacher)

    def awarded(self, *names: int, **fields: Any) -> Recognition:
        keys = [self.seats[one].public_id for one in names or (3,)]
        return actions.award(recognition=self.counted(**fields), enrollments=keys, by=self.teacher)

    def give(self, learner: int, points: int, **fields: Any) -> None:
        award_by_hand(
            learner=self.learners[learner],
            training_class=self.training_class,
            points=Decimal(points),
            reason="Work",
            by=self.teacher,
            **fields,
        )

    def standing(self, recognition: Recognition) -> list[tuple[int, int, Decimal]]:
        """Place, number of the learner and figure of each result."""
        numbers = {seat.pk: number for number, seat in enumerate(self.seats)}
        rows = recognition.results.order_by("place", "enrollment")
        return [(one.place, numbers[one.enrollment_id], one.figure) for one in rows]
