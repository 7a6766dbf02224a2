"""What the plugin's tests are about: a rubric, an evening that goes by it, and posts of learners."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.test import Client

from plugins.forum_scoring.actions.rubrics import choose_rubric
from plugins.forum_scoring.actions.scoring import score_post
from plugins.forum_scoring.models import Counting, Rubric, RubricCriterion

LEVELS = "0 says nothing\n1 takes a view\n2.5 a view with a case"


def make_rubric(organization: Any, title: str = "Evening", names: tuple[str, ...] = ("View", "Practice")) -> Rubric:
    rubric = Rubric(organization=organization, title=title)
    rubric.criteria = [RubricCriterion(sort_order=at, name=name, levels=LEVELS) for at, name in enumerate(names)]
    rubric.save()
    return rubric


@dataclass
class Evening:
    """An evening of a class: ``teacher`` scores, ``learner`` and ``other`` have spoken, three posts in two threads."""

    school: Any
    counting: str = Counting.EACH

    def __post_init__(self) -> None:
        school = self.school
        self.training_class = school.training_class()
        self.teacher = self.training_class.class_teacher
        self.learner, self.other = (school.learner(self.training_class) for _person in range(2))
        self.forum = school.forum(self.training_class)
        self.threads = [school.thread(self.forum, f"Thread{number}canary") for number in (1, 2)]
        self.posts = [
            school.post(self.threads[0], self.learner, "First canary"),
            school.post(self.threads[0], self.other, "Second canary"),
            school.post(self.threads[1], self.learner, "Third canary"),
        ]
        school.post(self.threads[1], self.teacher, "A word of the teacher")
        self.rubric = make_rubric(school.organization)
        self.choose(self.counting)

    def choose(self, counting: str, **fields: Any) -> None:
        fields = {"rubric": self.rubric, **fields}
        choose_rubric(forum=self.forum, counting=counting, by=self.teacher, **fields)

    def levels(self, *points: str) -> dict[str, Decimal]:
        criteria = self.rubric.criteria.all()
        return {str(one.public_id): Decimal(value) for one, value in zip(criteria, points, strict=True)}

    def score(self, post: Any, *points: str, seen: int = 0, comment: str = "") -> Any:
        return score_post(post=post, levels=self.levels(*points), comment=comment, seen=seen, by=self.teacher)

    def client(self, person: Any) -> Client:
        return self.school.client(person)
