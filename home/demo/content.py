"""The demo school's matter, read from the data files in ``home/demo/content/``.

Everything is plain frozen dataclasses (``home.demo.shapes``); nothing here knows a model. Files are read once.

``lessons()``: tuple of Lesson (28 micro, 12 full), each with both languages and a tuple of blocks.
``class_templates()``: tuple of ClassTemplate (12). ``timetable(days)``: tuple of TimetableRow, for 3 or 5 days.
``live_class_titles()``: tuple of LiveClassTitle (40). ``rooms()``, ``sites()``: tuples of Text.
``prompts()``: tuple of Prompt (24, with study lists of lesson slugs). ``forum_titles()``: tuple of Text (20).
``feedback_form()``: FeedbackFormText (8 questions). ``scheme()``: SchemeText (12 components, 100 points).
``feedback_comments(language)``, ``point_reasons(language)``: tuples of strings.

Posts are made by ``home.demo.posts``, names of people and organizations by ``home.demo.names``. Languages are named
as Wagtail names them: ``zh-hans`` and ``en``. Weights sum to 100; times of day are ``HH:MM`` strings.
"""

import functools
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from home.demo.shapes import (
    Block,
    ClassTemplate,
    ComponentText,
    FeedbackFormText,
    Lesson,
    LessonText,
    LiveClassTitle,
    Prompt,
    QuestionText,
    SchemeText,
    Step,
    Text,
    TimetableRow,
)

CONTENT = Path(__file__).parent / "content"
LANGUAGES = {"zh-hans": "zh", "en": "en"}


@functools.cache
def read(name: str) -> dict[str, Any]:
    """Return the data of ``content/<name>.toml``."""
    return tomllib.loads((CONTENT / f"{name}.toml").read_text(encoding="utf-8"))


@functools.cache
def lessons() -> tuple[Lesson, ...]:
    """Return all lessons, by slug."""
    names = sorted(path.stem for path in (CONTENT / "lessons").glob("*.toml"))
    return tuple(_lesson(name, read(f"lessons/{name}")) for name in names)


def class_templates() -> tuple[ClassTemplate, ...]:
    """Return the kinds of training class."""
    rows = read("classes")["templates"]
    return tuple(ClassTemplate(row["slug"], _text(row), row["days"], tuple(row["lessons"])) for row in rows)


def timetable(days: int) -> tuple[TimetableRow, ...]:
    """Return the timetable of a class of ``days`` (3 or 5); raises KeyError for another length."""
    rows = read("classes")["timetables"][str(days)]
    return tuple(TimetableRow(day, kind, starts, ends, Text(zh, en)) for day, kind, starts, ends, zh, en in rows)


def live_class_titles() -> tuple[LiveClassTitle, ...]:
    """Return the live classes that instructors give."""
    return tuple(LiveClassTitle(Text(zh, en), lesson) for zh, en, lesson in read("classes")["live_classes"]["rows"])


def rooms() -> tuple[Text, ...]:
    """Return the rooms of the school."""
    return _pairs(read("classes")["places"]["rooms"])


def sites() -> tuple[Text, ...]:
    """Return places worth a field visit."""
    return _pairs(read("classes")["places"]["sites"])


def forum_titles() -> tuple[Text, ...]:
    """Return the titles of the forums."""
    return _pairs(read("forums")["titles"])


def prompts() -> tuple[Prompt, ...]:
    """Return the prompts of the forums."""
    return tuple(
        Prompt(row["slug"], Text(*row["title"]), Text(*row["body"]), row["answer_first"], tuple(row["lessons"]))
        for row in read("forums")["prompts"]
    )


def feedback_form() -> FeedbackFormText:
    """Return the form that learners fill in after a live class."""
    form = read("evaluation")["form"]
    questions = tuple(
        QuestionText(
            row["kind"], _text(row), Text(*row.get("low", ("", ""))), Text(*row.get("high", ("", ""))), row["most"]
        )
        for row in form["questions"]
    )
    return FeedbackFormText(Text(*form["title"]), Text(*form["intro"]), questions)


def scheme() -> SchemeText:
    """Return the assessment scheme."""
    data = read("evaluation")["scheme"]
    rows = tuple(ComponentText(slug, Text(zh, en), kind, weight) for slug, zh, en, kind, weight in data["components"])
    return SchemeText(Text(*data["title"]), rows)


def feedback_comments(language: str) -> tuple[str, ...]:
    """Return remarks for the form's text question."""
    return tuple(read("evaluation")["comments"][LANGUAGES[language]])


def point_reasons(language: str) -> tuple[str, ...]:
    """Return reasons for points given by hand."""
    return tuple(read("evaluation")["reasons"][LANGUAGES[language]])


def _text(row: Mapping[str, Any]) -> Text:
    return Text(row["zh"], row["en"])


def _pairs(rows: list[list[str]]) -> tuple[Text, ...]:
    return tuple(Text(*row) for row in rows)


def _lesson(slug: str, data: dict[str, Any]) -> Lesson:
    texts = {language: _lesson_text(data[key]) for language, key in LANGUAGES.items()}
    hours = Decimal(data["training_hours"])
    return Lesson(slug, data["micro"], data["category"], data["level"], hours, data["minutes"], texts)


def _lesson_text(data: dict[str, Any]) -> LessonText:
    body = tuple(_block(row) for row in data["body"])
    return LessonText(data["title"], data["intro"], tuple(data["tags"]), body)


def _block(row: dict[str, Any]) -> Block:
    """Read a block from the one key that names its kind: html, quote, steps, table or a callout's tone."""
    if "html" in row:
        return Block("text", html=row["html"].strip())
    if "quote" in row:
        return Block("quote", text=row["quote"], source=row.get("source", ""))
    if "steps" in row:
        return Block("steps", steps=tuple(Step(*step) for step in row["steps"]))
    if "table" in row:
        return Block("table", rows=tuple(tuple(cells) for cells in row["table"]))
    ((tone, text),) = row.items()
    return Block("callout", tone=tone, text=text)
