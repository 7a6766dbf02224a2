"""What one survey says, to take along."""

from collections.abc import Iterator
from typing import Any

from django.http.response import HttpResponseBase
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from evaluations.queries.feedback.summary import QuestionSummary, SectionSummary, SurveySummary
from evaluations.questions.asking import Questionnaire
from evaluations.results.documents import Paper, Table, pdf_response
from foundation.sheets.writer import OutColumn, sheet_response


def survey_file(summary: SurveySummary, *, school: str, kind: str) -> HttpResponseBase:
    """Offer a summary as ``xlsx`` or ``pdf``: what the page shows, and of a closed one how many have answered."""
    survey = summary.survey
    name = _("Feedback on %(title)s") % {"title": survey.page.title}
    if kind == "xlsx":
        return sheet_response(name=name, title=_("Feedback"), columns=_columns(), rows=list(_rows(summary)))
    training_class = survey.training_class
    opened = date_format(localtime(survey.opens_at), "SHORT_DATE_FORMAT")
    notes = [
        " · ".join(filter(None, (school, training_class.title if training_class else "", opened))),
        Questionnaire(survey.version.content).title,
        _("%(answered)d of %(asked)d have answered") % {"answered": summary.answered, "asked": summary.asked},
        _("Too few answers to show") if summary.is_closed else "",
    ]
    texts = [
        (" · ".join(filter(None, (section.instructor.full_name if section.instructor else "", row.text))), row.texts)
        for section in summary.sections
        for row in section.questions
        if row.texts
    ]
    tables = [_table(section) for section in summary.sections if any(map(_has_table, section.questions))]
    return pdf_response(Paper(name, notes, tables, texts), name=name)


def _columns() -> list[OutColumn]:
    return [
        OutColumn(pgettext("feedback", "Section"), 18),
        OutColumn(_("Instructor"), 14),
        OutColumn(_("Question"), 40),
        OutColumn(pgettext("feedback", "Answer"), 40),
        OutColumn(_("How many"), 10),
        OutColumn(_("Mean"), 10),
        OutColumn(_("Whole school"), 12),
    ]


def _rows(summary: SurveySummary) -> Iterator[list[Any]]:
    if summary.is_closed:
        yield ["", "", _("Too few answers to show"), "", summary.answered, None, None]
    for section in summary.sections:
        start = [section.title, section.instructor.full_name if section.instructor else ""]
        if section.is_closed:
            yield [*start, _("Too few answers to show"), "", section.answered, None, None]
        for row in section.questions:
            for question, answer, count in _lines(row):
                yield [*start, question, answer, count, None, None]
            for label, value in row.result.figures:
                yield [*start, row.text, f"{label}: {value}", None, None, None]
            if row.mean is not None:
                school = None if row.school is None else round(row.school, 1)
                yield [*start, row.text, _("Mean"), row.total, row.mean, school]
            for text in row.texts:
                yield [*start, row.text, text, 1, None, None]


def _lines(row: QuestionSummary) -> Iterator[tuple[str, str, int]]:
    """Give every level or choice with its question and how many gave it."""
    for label, count in row.rows:
        yield row.text, label, count
    for name, columns, _counts in row.matrix:
        for label, count in columns:
            yield f"{row.text} · {name}", label, count


def _has_table(row: QuestionSummary) -> bool:
    return bool(row.counts or row.matrix or row.result.figures)


def _table(section: SectionSummary) -> Table:
    title = " · ".join(filter(None, (section.title, section.instructor.full_name if section.instructor else "")))
    rows = [line for row in section.questions if _has_table(row) for line in _paper_lines(row)]
    columns = [_("Question"), _("Answers"), _("Mean"), _("Whole school")]
    return Table(title or _("Question by question"), columns, rows, [3, 4, 1.4, 1])


def _paper_lines(row: QuestionSummary) -> Iterator[list[str]]:
    mean = "" if row.mean is None else str(row.mean)
    if row.interval is not None:
        mean += " ({:.1f} – {:.1f})".format(*row.interval)
    school = "" if row.school is None else f"{row.school:.1f}"
    if row.counts:
        yield [row.text, _spoken(row.rows), mean, school]
    for name, columns, _counts in row.matrix:
        yield [f"{row.text} · {name}", _spoken(columns), "", ""]
    if row.result.figures:
        yield [row.text, " · ".join(f"{label}: {value}" for label, value in row.result.figures), "", ""]


def _spoken(rows: list[tuple[str, int]]) -> str:
    return " · ".join(f"{label}: {count}" for label, count in rows)
