"""Figures of questions, of one test and over all tests."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from plugins.theory_tests.models import BankKind, BankQuestion, QuestionFigure, Sitting


def figures_in(sitting: Sitting) -> QuerySet[QuestionFigure]:
    """Return the figures of a test, the hardest question first."""
    rows = QuestionFigure.objects.filter(sitting=sitting).select_related("version__question")
    return rows.order_by("shares", "pk")


def sorted_figures(sitting: Sitting) -> list[QuestionFigure]:
    """Return the figures of a test by how hard the questions were. One query."""
    return sorted(figures_in(sitting), key=lambda one: (one.facility, one.pk))


@dataclass(frozen=True)
class Facility:
    """How hard a question was over all tests: answers, what part of the points they came to, and discrimination."""

    attempts: int
    facility: Decimal
    discrimination: Decimal | None


def facility_of(question: BankQuestion) -> Facility | None:
    """Return the figures of all versions of a question together; ``None`` where nobody has answered it. One query."""
    rows = list(QuestionFigure.objects.filter(version__question=question))
    count = sum(row.attempts for row in rows)
    if not count:
        return None
    told = [row for row in rows if row.discrimination is not None]
    weights = sum(row.attempts for row in told)
    total = sum(((row.discrimination or Decimal(0)) * row.attempts for row in told), Decimal(0))
    mean = total / weights if weights else None
    return Facility(count, sum((row.shares for row in rows), Decimal(0)) / count, mean)


def columns() -> list[tuple[str, float]]:
    """Return the headings of the sheet of figures, with widths."""
    return [
        (_("Question"), 60),
        (pgettext("questions", "Kind"), 14),
        (pgettext("figure", "Answers"), 10),
        (_("Facility"), 12),
        (_("Discrimination"), 14),
        (_("Chosen"), 40),
        (pgettext("answer", "Right"), 8),
        (_("How many"), 10),
        (_("Of the better ones"), 16),
        (_("Of the weaker ones"), 16),
    ]


def rows_of(sitting: Sitting) -> Iterator[list[Any]]:
    """Give the figures of a test as rows: one for each question, and one for each thing that was chosen."""
    for figure in sorted_figures(sitting):
        content = figure.version.content
        own = [
            " ".join(content["text"].split()),
            str(BankKind(content["kind"]).label),
            figure.attempts,
            round(figure.facility, 3),
            figure.discrimination,
        ]
        for one in figure.chosen or [None]:
            if one is None:
                yield [*own, "", "", "", "", ""]
            else:
                words = chosen_words(one["text"])
                yield [*own, words, "✓" if one["is_right"] else "", one["count"], one["upper"], one["lower"]]


def chosen_words(text: str) -> str:
    """Return what was chosen, in words of the reader's language."""
    return {"true": _("True"), "false": _("False"), "": _("no answer")}.get(text, text)
