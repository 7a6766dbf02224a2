"""Kinds of questions of feedback forms: values of the point ``question_kinds``.

A question is written by an editor, frozen when its form is published, asked, checked, stored in parts and summed up.
What is frozen and what is checked is plain JSON: it is read back years later, perhaps by a newer version of the kind.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import get_language

if TYPE_CHECKING:
    from django.forms import Field
    from wagtail.blocks import Block

Words = Mapping[str, str]
"""A text in both languages of a school: ``{"en": …, "zh": …}``; one of them may be empty."""


def said(words: Words | None) -> str:
    """Return ``words`` in the language that is active, or in the other where they were written in one only."""
    words = words or {}
    first, second = ("zh", "en") if (get_language() or "").startswith("zh") else ("en", "zh")
    return words.get(first) or words.get(second) or ""


@dataclass(frozen=True)
class Question:
    """A question of a published form.

    ``key`` names it within its form, ``settings`` is what its kind froze. ``is_anonymous`` says that nothing of the
    answer may tell who gave it.
    """

    key: str
    kind: str
    words: Words
    help_words: Words = field(default_factory=dict)
    is_required: bool = False
    settings: Mapping[str, Any] = field(default_factory=dict)
    is_anonymous: bool = True

    @property
    def text(self) -> str:
        """What is asked, in the reader's language."""
        return said(self.words)

    @property
    def help(self) -> str:
        """What is said about it, in the reader's language."""
        return said(self.help_words)


@dataclass(frozen=True)
class AnswerPart:
    """One stored row of an answer. Rows of one answer differ in ``part`` (at most 40 characters).

    ``number`` is for levels and choices, ``amount`` for what is counted or measured, ``text`` for words, ``file`` for
    the public id of a file, ``data`` for any other JSON.
    """

    part: str = ""
    number: int | None = None
    amount: Decimal | None = None
    text: str = ""
    file: str = ""
    data: Any = None


@dataclass(frozen=True)
class Counted:
    """A part of answers with how often it was given."""

    part: AnswerPart
    count: int


@dataclass(frozen=True)
class Distribution:
    """How often each of the ``labels`` of a result was chosen; ``label`` names the row of a matrix."""

    counts: Sequence[int]
    label: str = ""
    mean: Decimal | None = None


@dataclass(frozen=True)
class QuestionResult:
    """What was answered to one question: distributions of closed answers, texts of open ones, other figures by name.

    ``mean`` is that of the numbers or levels, to one place; ``files`` are public ids.
    """

    labels: Sequence[str] = ()
    distributions: Sequence[Distribution] = ()
    mean: Decimal | None = None
    texts: Sequence[str] = ()
    figures: Sequence[tuple[str, str]] = ()
    files: Sequence[str] = ()


def _no_levels(settings: Mapping[str, Any]) -> int:
    return 0


def _as_typed(settings: Mapping[str, Any], typed: str) -> str:
    return typed


@dataclass(frozen=True)
class FeedbackQuestionKind:
    """A kind of questions that editors find when they build a feedback form.

    ``fields`` returns new Wagtail blocks by name: what an editor sets beside the question itself. ``freeze`` receives
    what was set in them and returns the ``settings`` of the published question, as JSON; it raises
    ``ValidationError`` for what cannot be asked. ``ask`` receives a ``Question`` and returns a new form field, whose
    widget works without scripts and by keyboard. ``check`` receives the question and what the field made of the form,
    or the same as JSON from elsewhere; it returns the answer as JSON, ``None`` where there is none, and raises
    ``ValidationError`` for what is no answer: it may come from anybody. ``parts`` receives the question and an answer
    that was checked, and returns ``AnswerPart`` to store. ``sum_up`` receives the question and all stored parts, each
    with how often it was given, in no order, and returns a ``QuestionResult`` in the language that is active. None of
    them costs a query. What they raise else is written down: the question is then left out.

    ``layout="scale"`` sets the choices of a field side by side. ``levels`` receives the settings of a question whose
    numbers count for the means of a form and returns how many levels it has. ``tests`` names what conditions of later
    questions may ask of an answer: ``"equals"``, ``"at_least"``, ``"at_most"``, ``"contains"``; ``condition_value``
    receives the settings and what the editor typed, and returns what an answer is compared with, as text.
    """

    label: str | Promise
    fields: "Callable[[], Mapping[str, Block]]"
    freeze: Callable[[Mapping[str, Any]], dict[str, Any]]
    ask: "Callable[[Question], Field]"
    check: Callable[[Question, Any], Any]
    parts: Callable[[Question, Any], Sequence[AnswerPart]]
    sum_up: Callable[[Question, Sequence[Counted]], QuestionResult]
    icon: str = "help"
    layout: str = ""
    levels: Callable[[Mapping[str, Any]], int] = _no_levels
    tests: tuple[str, ...] = ()
    condition_value: Callable[[Mapping[str, Any], str], str] = _as_typed
