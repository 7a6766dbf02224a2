"""The bank, within what a person edits."""

from collections.abc import Iterator

from django.db.models import OuterRef, QuerySet, Subquery

from people.models import User
from people.roles import EDITING_ROLES
from people.scope import scope_of
from plugins.theory_tests.content import Content, make_content, question_from
from plugins.theory_tests.formats.content import Category, Item
from plugins.theory_tests.models import BankQuestion, QuestionCategory, QuestionVersion

MOST_EXPORTED = 10_000
"""The most questions in one exported file: as many as one may hold that is read."""


def categories_of(user: User) -> QuerySet[QuestionCategory]:
    """Return the categories of the organizations in which ``user`` edits."""
    rows = QuestionCategory.objects.filter(scope_of(user).within("organization", EDITING_ROLES))
    return rows.order_by("organization__path", "path")


def questions_of(user: User, category: QuestionCategory | None = None) -> QuerySet[BankQuestion]:
    """Return the questions that ``user`` edits, all or those in and below ``category``."""
    rows = BankQuestion.objects.filter(scope_of(user).within("category__organization", EDITING_ROLES))
    if category is not None:
        rows = rows.filter(category__organization=category.organization_id)
        below = rows.filter(category__path__startswith=f"{category.path}/")
        rows = rows.filter(category=category) | below
    return rows.select_related("category")


def content_of(question: BankQuestion) -> Content:
    """Return what ``question`` asks now and what is right."""
    answers = [
        {name: getattr(answer, name) for name in ("text", "match", "percent", "tolerance", "feedback")}
        for answer in question.answers.all()
    ]
    said = {name: getattr(question, name) for name in ("is_true", "right", "wrong", "explanation", "rubric")}
    return make_content(kind=question.kind, text=question.text, format=str(question.format), answers=answers, **said)


def exported(user: User, category: QuestionCategory | None = None) -> Iterator[Item]:
    """Yield what ``user`` edits as a file has it, a category before its questions."""
    path = None
    rows = questions_of(user, category).prefetch_related("answers")
    for question in rows.order_by("category__organization__path", "category__path", "pk")[:MOST_EXPORTED]:
        if question.category.path != path:
            path = question.category.path
            yield Category(path)
        yield question_from(
            content_of(question), title=question.title, id_number=question.id_number, tags=question.tag_list
        )


def known_fingerprints(category: QuestionCategory, fingerprints: list[str]) -> set[str]:
    """Return those of ``fingerprints`` that a question of the category's organization has now."""
    newest = QuestionVersion.objects.filter(question=OuterRef("question")).order_by("-number").values("number")[:1]
    rows = QuestionVersion.objects.filter(
        question__category__organization=category.organization_id, number=Subquery(newest)
    )
    found: set[str] = set()
    for start in range(0, len(fingerprints), 500):
        some = fingerprints[start : start + 500]
        found.update(rows.filter(fingerprint__in=some).values_list("fingerprint", flat=True))
    return found
