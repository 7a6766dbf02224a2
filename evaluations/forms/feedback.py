"""The feedback form that a learner fills in."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from evaluations.actions.feedback.answers import Answers
from evaluations.actions.feedback.files import take_answer_file
from evaluations.models import FeedbackSurvey
from evaluations.queries.feedback.questionnaire import questionnaire_of
from evaluations.questions.asking import Asked, Questionnaire, Section, guarded
from evaluations.questions.conditions import Condition
from schoolhouse.refusals import Refusal


@dataclass(frozen=True)
class ShownCondition:
    """A condition as the page shows it: the field it looks at, and what for."""

    field: str
    question: str
    condition: Condition


@dataclass(frozen=True)
class ShownQuestion:
    """A question at its place in the page."""

    bound: Any
    layout: str
    condition: ShownCondition | None


@dataclass(frozen=True)
class ShownSection:
    """A section with its questions."""

    section: Section
    condition: ShownCondition | None
    questions: list[ShownQuestion]


class FeedbackResponseForm(forms.Form):
    """One field for each question of a survey's form, in sections."""

    def __init__(
        self, *args: Any, survey: FeedbackSurvey, questionnaire: Questionnaire | None = None, **kwargs: Any
    ) -> None:
        """Ask what ``survey`` asks, or, for a preview, what stands in ``questionnaire``."""
        super().__init__(*args, **kwargs)
        self.survey = survey
        self.questionnaire = questionnaire or questionnaire_of(survey)
        self.asked: dict[str, Asked] = {}
        for name, asked in self.questionnaire.asked.items():
            field = guarded(asked, "ask")
            if field is None:
                continue
            if asked.conditions():
                # What is not shown need not be answered; the server asks for it where it is.
                field.widget.use_required_attribute = lambda initial: False
            self.asked[name] = asked
            self.fields[field_name(name)] = field

    def full_clean(self) -> None:
        """Forgive what is missing or wrong in questions that are not asked, given the other answers."""
        super().full_clean()
        if not self.is_bound:
            return
        given = {name: self._checked(asked, name) for name, asked in self.asked.items()}
        shown: dict[str, Any] = {}
        for name, asked in self.asked.items():
            if asked.is_shown(shown, self.questionnaire.asked):
                shown[name] = given[name]
            else:
                self.errors.pop(field_name(name), None)
                self.cleaned_data.pop(field_name(name), None)

    def _checked(self, asked: Asked, name: str) -> Any:
        value = self.cleaned_data.get(field_name(name))
        if isinstance(value, UploadedFile):
            return None
        try:
            return guarded(asked, "check", value, answers=(forms.ValidationError,))
        except forms.ValidationError:
            return None

    def take_answers(self) -> Answers:
        """Return the answers by the names of their questions; files are kept first.

        Raises ``Refusal`` where a file is not taken.
        """
        found = {}
        for name in self.asked:
            value = self.cleaned_data.get(field_name(name))
            if isinstance(value, UploadedFile):
                try:
                    value = str(take_answer_file(survey=self.survey, sent=value).pk)
                except Refusal as refusal:
                    self.add_error(field_name(name), str(refusal))
                    raise
            found[name] = value
        return found

    @cached_property
    def sections(self) -> list[ShownSection]:
        """The form as the page shows it."""
        return [
            ShownSection(section, self._condition(section.condition, section), list(self._questions(section)))
            for section in self.questionnaire.sections
        ]

    def _questions(self, section: Section) -> Iterator[ShownQuestion]:
        for asked in section.questions:
            if asked.name in self.asked and asked.kind is not None:
                condition = self._condition(asked.condition, section)
                yield ShownQuestion(self[field_name(asked.name)], asked.kind.layout, condition)

    def _condition(self, condition: Condition | None, section: Section) -> ShownCondition | None:
        if condition is None:
            return None
        names = self.questionnaire.asked
        own = next((one for one in section.questions if one.question.key == condition["question"]), None)
        source = own or names.get(condition["question"])
        return ShownCondition(field_name(source.name), source.question.text, condition) if source else None


def field_name(name: str) -> str:
    """Return the name of the field of a question."""
    return f"question_{name.replace('@', '_')}"
