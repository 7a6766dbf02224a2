"""The demo school's matter, read from the data files in ``home/demo/content/``.

Everything is plain frozen dataclasses (``home.demo.shapes``); nothing here knows a model. Files are read once.

``lessons()``: tuple of Lesson (28 micro, 12 full), each with both languages and a tuple of blocks.
``class_templates()``: tuple of ClassTemplate (12). ``timetable(days)``: tuple of TimetableRow, for 3 or 5 days.
``live_class_titles()``: tuple of LiveClassTitle (40). ``rooms()``, ``sites()``: tuples of Text.
``prompts()``: tuple of Prompt (24, with study lists of lesson slugs). ``forum_titles()``: tuple of Text (20).
``own_thread_titles()``: tuple of Text.
``feedback_form()``: FeedbackFormText (8 questions). ``scheme()``: SchemeText (12 components, 100 points).
``feedback_comments(language)``, ``point_reasons(language)``, ``note_texts(language)``: tuples of strings.
``group_name(language)``, ``office_titles(language)``, ``notice_texts(language)``: the life of a class.
``reflection_texts(language)``: ReflectionTexts, what a class is asked to write and what some wrote.

Posts are made by ``home.demo.posts``, names of people and organizations by ``home.demo.names``. Languages are named
as Wagtail names them: ``zh-hans`` and ``en``. Weights sum to 100; times of day are ``HH:MM`` strings.
"""

import functools
import tomllib
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from home.demo.shapes import (
    Block,
    BlockKind,
    ClassTemplate,
    ComponentText,
    FeedbackFormText,
    Lesson,
    LessonText,
    LiveClassTitle,
    Prompt,
    QuestionText,
    ReflectionTexts,
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


def course_system() -> dict[str, Any]:
    """Return the branches of the course system, series, and what lessons point at, by slugs."""
    return read("course_system")


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


def own_thread_titles() -> tuple[Text, ...]:
    """Return what learners call the threads that they start themselves."""
    return _pairs(read("forums")["own_titles"])


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
    return FeedbackFormText(
        Text(*form["title"]), Text(*form["intro"]), questions, Text(*form["section"]), Text(*form["why"])
    )


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


def note_texts(language: str) -> tuple[str, ...]:
    """Return what a learner notes beside lessons."""
    return tuple(read("writings")["notes"][LANGUAGES[language]])


def group_name(language: str) -> str:
    """Return what a group is called; ``{number}`` stands in it."""
    return Text(*read("life")["group"]).get(language)


def office_titles(language: str) -> tuple[str, ...]:
    """Return the offices of a class."""
    return tuple(Text(*pair).get(language) for pair in read("life")["offices"])


def notice_texts(language: str) -> tuple[tuple[str, str], ...]:
    """Return what a class teacher tells the class: titles and texts, the earliest first."""
    notices = read("life")["notices"]
    return tuple((Text(*one["title"]).get(language), Text(*one["body"]).get(language)) for one in notices)


def questions(language: str) -> tuple[str, ...]:
    """Return what learners put into the question box of a live class."""
    return tuple(Text(*pair).get(language) for pair in read("evenings")["questions"])


def carried_title(language: str) -> str:
    """Return what the thread of the questions of the day is called."""
    return Text(*read("evenings")["carried"]).get(language)


def gists(language: str) -> tuple[str, ...]:
    """Return the gist of what groups said in the room."""
    return tuple(Text(*pair).get(language) for pair in read("evenings")["gists"])


def agreed(language: str) -> str:
    """Return what an evening agreed on."""
    return Text(*read("evenings")["agreed"][0]).get(language)


def follow_ups(language: str) -> tuple[str, ...]:
    """Return what is to be done after an evening."""
    return tuple(Text(*pair).get(language) for pair in read("evenings")["tasks"])


def reflection_texts(language: str) -> ReflectionTexts:
    """Return what a class is asked to write, what some wrote, and what the teacher said."""
    data = read("writings")
    task, comments = data["task"], data["comments"]

    def said(pair: list[str]) -> str:
        return Text(*pair).get(language)

    return ReflectionTexts(
        title=said(task["title"]),
        prompt=said(task["prompt"]),
        min_length=task["min_length"],
        free=said(data["free"]["title"]),
        bodies=tuple(data["reflections"][LANGUAGES[language]]),
        returned=said(comments["returned"]),
        accepted=said(comments["accepted"]),
    )


def _text(row: Mapping[str, Any]) -> Text:
    return Text(row["zh"], row["en"])


def _pairs(rows: list[list[str]]) -> tuple[Text, ...]:
    return tuple(Text(*row) for row in rows)


def _lesson(slug: str, data: dict[str, Any]) -> Lesson:
    texts = {language: _lesson_text(data[key]) for language, key in LANGUAGES.items()}
    hours = Decimal(data["training_hours"])
    return Lesson(
        slug,
        data["micro"],
        data["category"],
        data["level"],
        hours,
        data["minutes"],
        texts,
        data.get("finish") == "checks",
    )


def _lesson_text(data: dict[str, Any]) -> LessonText:
    body = tuple(_block(row) for row in data["body"])
    return LessonText(data["title"], data["intro"], tuple(data["tags"]), body)


def _block(row: dict[str, Any]) -> Block:
    """Read a block from the key that names its kind: check, html, quote, steps and so on, or a callout's tone."""
    if "check" in row:
        return Block("check", check=row)
    if "html" in row:
        return Block("text", html=row["html"].strip())
    if "quote" in row:
        return Block("quote", text=row["quote"], source=row.get("source", ""))
    if "steps" in row:
        return Block("steps", steps=tuple(Step(*step) for step in row["steps"]))
    if "table" in row:
        return Block("table", rows=tuple(tuple(cells) for cells in row["table"]))
    for kind, read_kind in FURTHER.items():
        if kind in row:
            return read_kind(row)
    ((tone, text),) = row.items()
    return Block("callout", tone=tone, text=text)


def _sheets(kind: BlockKind) -> Callable[[dict[str, Any]], Block]:
    return lambda row: Block(kind, text=row[kind], steps=tuple(Step(*sheet) for sheet in row["sheets"]))


FURTHER: dict[str, Callable[[dict[str, Any]], Block]] = {
    "gallery": lambda row: Block("gallery", rows=tuple(tuple(cells) for cells in row["gallery"])),
    "accordion": lambda row: Block("accordion", steps=tuple(Step(*part) for part in row["accordion"])),
    "code": lambda row: Block("code", text=row["code"].strip("\n"), tone=row["language"], source=row["caption"]),
    "lesson": lambda row: Block("page_card", text=row["note"], source=row["lesson"]),
    "document": _sheets("document"),
    "document_pages": _sheets("document_pages"),
}
"""Kinds of blocks by the key that names them."""
