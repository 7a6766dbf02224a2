"""The shapes of the demo school's matter: plain frozen dataclasses that know no model."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple

BlockKind = Literal["text", "quote", "steps", "callout", "table"]


class Text(NamedTuple):
    """The same thing in both languages."""

    zh: str
    en: str

    def get(self, language: str) -> str:
        """Return the wording in ``language`` (``zh-hans`` or ``en``)."""
        return self.zh if language.startswith("zh") else self.en


class Step(NamedTuple):
    """One step of a procedure."""

    title: str
    text: str


@dataclass(frozen=True)
class Block:
    """One block of a lesson's body; which fields are set depends on ``kind``.

    ``text``: ``html`` (p, h3, ul, ol, li, b, a). ``quote``: ``text`` and ``source``. ``steps``: ``steps``.
    ``callout``: ``tone`` (tip, warning, note) and ``text``. ``table``: ``rows``, the first of them the header.
    """

    kind: BlockKind
    html: str = ""
    text: str = ""
    source: str = ""
    tone: str = ""
    steps: tuple[Step, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class LessonText:
    """A lesson in one language."""

    title: str
    intro: str
    tags: tuple[str, ...]
    body: tuple[Block, ...]


@dataclass(frozen=True)
class Lesson:
    """A lesson in both languages (``texts`` by language).

    ``category`` is theory, conduct, policy, skills, knowledge or local; ``level`` is basic or intermediate.
    """

    slug: str
    is_micro: bool
    category: str
    level: str
    training_hours: Decimal
    minutes: int
    texts: Mapping[str, LessonText]


@dataclass(frozen=True)
class ClassTemplate:
    """A kind of training class: how long it takes and which lessons (slugs) belong to it."""

    slug: str
    title: Text
    days: int
    lessons: tuple[str, ...]


@dataclass(frozen=True)
class TimetableRow:
    """One item: ``day`` counts from 1, times are ``HH:MM``; a title may hold {lesson}, {live}, {site} or {forum}.

    ``kind`` is ceremony, lesson, live_class, group_discussion, field_visit, self_study or forum.
    """

    day: int
    kind: str
    starts: str
    ends: str
    title: Text


@dataclass(frozen=True)
class LiveClassTitle:
    """A live class and the slug of the lesson it goes with."""

    title: Text
    lesson: str


@dataclass(frozen=True)
class Prompt:
    """What learners discuss; with ``answer_first`` one writes before reading the others."""

    slug: str
    title: Text
    body: Text
    answer_first: bool
    lessons: tuple[str, ...]


@dataclass(frozen=True)
class QuestionText:
    """A feedback question: ``scale`` from 1 to ``most`` between two end words, or ``text``."""

    kind: str
    question: Text
    low: Text
    high: Text
    most: int


@dataclass(frozen=True)
class FeedbackFormText:
    """A feedback form on a live class."""

    title: Text
    intro: Text
    questions: tuple[QuestionText, ...]


@dataclass(frozen=True)
class ComponentText:
    """A part of the assessment scheme; ``kind`` is daily or final, weights of a scheme sum to 100."""

    slug: str
    name: Text
    kind: str
    weight: int


@dataclass(frozen=True)
class SchemeText:
    """An assessment scheme of 100 points."""

    title: Text
    components: tuple[ComponentText, ...]
