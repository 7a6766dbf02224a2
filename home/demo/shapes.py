"""The shapes of the demo school's matter: plain frozen dataclasses that know no model."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal, NamedTuple

BlockKind = Literal[
    "text",
    "quote",
    "steps",
    "callout",
    "table",
    "accordion",
    "code",
    "gallery",
    "document",
    "document_pages",
    "page_card",
    "check",
]


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
    ``accordion``: ``steps``. ``code``: ``text``, its language as ``tone``, ``source`` says what it is. ``gallery``:
    ``rows`` of a drawing (``home.demo.pictures``), a caption and what is to be seen. ``document`` and
    ``document_pages``: a PDF called ``text`` with a sheet for each of ``steps``. ``page_card``: ``source`` is the slug
    of an earlier lesson, ``text`` says why to go there.
    ``check``: ``check`` has the question and what belongs to its kind, as the data file says.
    """

    kind: BlockKind
    html: str = ""
    text: str = ""
    source: str = ""
    tone: str = ""
    steps: tuple[Step, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    check: Mapping[str, Any] = field(default_factory=dict)


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
    ``is_checked``: finished by passing its quick checks.
    """

    slug: str
    is_micro: bool
    category: str
    level: str
    training_hours: Decimal
    minutes: int
    texts: Mapping[str, LessonText]
    is_checked: bool = False


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
    """A feedback form on a live class: scales in one ``section``, and ``why`` for who found it poor all in all."""

    title: Text
    intro: Text
    questions: tuple[QuestionText, ...]
    section: Text
    why: Text


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


@dataclass(frozen=True)
class ReflectionTexts:
    """In one language: what a class is asked to write, what learners wrote, and what the teacher said to it."""

    title: str
    prompt: str
    min_length: int
    free: str
    bodies: tuple[str, ...]
    returned: str
    accepted: str
