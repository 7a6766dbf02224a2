"""A published version as it is asked: its sections, for each instructor where they repeat, and their questions."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from wagtail.models import Page

from evaluations.questions.conditions import Condition, holds
from people.models import User
from schoolhouse.activation import is_active
from schoolhouse.extension_points import Extension, question_kinds
from schoolhouse.faults import shielded
from schoolhouse.feedback import FeedbackQuestionKind, Question, said


@dataclass(frozen=True)
class Section:
    """A part of a form. ``instructor`` is whom it is about, where it is asked once for each."""

    frozen: Mapping[str, Any]
    instructor: User | None = None
    questions: list["Asked"] = field(default_factory=list)

    @property
    def title(self) -> str:
        """The heading, in the reader's language; empty where it has none."""
        return said(self.frozen.get("title"))

    @property
    def intro(self) -> str:
        """What is said about it."""
        return said(self.frozen.get("intro"))

    @property
    def condition(self) -> Condition | None:
        """Under which answer it is asked."""
        return self.frozen.get("condition")


@dataclass(frozen=True)
class Asked:
    """A question at its place. ``name`` is its key among the answers to the whole form."""

    question: Question
    condition: Condition | None
    section: Section
    extension: Extension[FeedbackQuestionKind] | None
    """The kind, or ``None`` while its plugin is not at work."""

    @property
    def name(self) -> str:
        """The key of its answer: that of the question, and whom it is about."""
        return answer_name(self.question.key, self.section.instructor)

    @property
    def kind(self) -> FeedbackQuestionKind | None:
        """What the kind is, or ``None`` while its plugin is not at work."""
        return self.extension.value if self.extension else None

    def conditions(self) -> list[Condition]:
        """Return all that must hold for it to be asked."""
        return [one for one in (self.section.condition, self.condition) if one]

    def source_of(self, condition: Condition, names: Mapping[str, Any]) -> str:
        """Return the name of the answer that ``condition`` looks at: about the same instructor where that is asked."""
        own = answer_name(condition["question"], self.section.instructor)
        return own if own in names else condition["question"]

    def is_shown(self, answers: Mapping[str, Any], names: Mapping[str, Any]) -> bool:
        """Say whether it is asked of whom gave ``answers``; ``names`` are those of the whole form."""
        return all(holds(one, answers.get(self.source_of(one, names))) for one in self.conditions())


def answer_name(key: str, instructor: User | None = None) -> str:
    """Return the key of an answer: ``<question>`` or ``<question>@<public id of an instructor>``."""
    return f"{key}@{instructor.public_id}" if instructor is not None else key


@dataclass(frozen=True)
class Questionnaire:
    """All that is asked: ``content`` as it was frozen, to be answered about ``instructors``.

    ``page`` is what the form is about: plugins are switched on and off there.
    """

    content: Mapping[str, Any]
    instructors: Sequence[User] = ()
    is_anonymous: bool = True
    page: Page | None = None

    @property
    def title(self) -> str:
        """What the form is called, in the reader's language."""
        return said(self.content.get("title"))

    @property
    def intro(self) -> str:
        """What it says at its beginning."""
        return said(self.content.get("intro"))

    @cached_property
    def sections(self) -> list[Section]:
        """The sections in order, one for each instructor where it repeats."""
        return list(self._sections())

    def _sections(self) -> Iterator[Section]:
        for frozen in self.content.get("sections", ()):
            for instructor in self.instructors if frozen.get("per_instructor") else (None,):
                section = Section(frozen, instructor)
                section.questions.extend(
                    Asked(self._question(one), one.get("condition"), section, self._kind(one["kind"]))
                    for one in frozen["questions"]
                )
                yield section

    def _question(self, frozen: Mapping[str, Any]) -> Question:
        return Question(
            key=frozen["key"],
            kind=frozen["kind"],
            words=frozen["text"],
            help_words=frozen.get("help") or {},
            is_required=frozen.get("required", False),
            settings=frozen.get("settings") or {},
            is_anonymous=self.is_anonymous,
        )

    def _kind(self, name: str) -> Extension[FeedbackQuestionKind] | None:
        extension = question_kinds.extension(name)
        return extension if extension and is_active(extension.plugin, self.page) else None

    @cached_property
    def asked(self) -> dict[str, Asked]:
        """Every question by its name, in order."""
        return {one.name: one for section in self.sections for one in section.questions}


def guarded(asked: Asked, act: Any, *arguments: Any, answers: tuple[type[Exception], ...] = ()) -> Any:
    """Call a function of the question's kind with the question; what it raises is written down and gives ``None``.

    ``answers`` are passed on. ``None`` as well while the kind's plugin is not at work.
    """
    extension = asked.extension
    if extension is None:
        return None
    with shielded(extension.plugin, f"question_kinds: {extension.name}", answers=answers):
        return getattr(extension.value, act)(asked.question, *arguments)
    return None
