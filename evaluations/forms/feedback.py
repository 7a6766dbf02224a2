"""The feedback form that a learner fills in."""

from typing import Any

from django import forms

from evaluations.actions.feedback.answers import TEXT_LENGTH, Answers
from evaluations.models import FeedbackQuestion, FeedbackSurvey, QuestionKind


class FeedbackResponseForm(forms.Form):
    """One field for each question of a survey's form."""

    def __init__(self, *args: Any, survey: FeedbackSurvey, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = list(survey.form.questions.all())
        for question in self.questions:
            self.fields[self._name(question)] = self._field(question)

    @staticmethod
    def _name(question: FeedbackQuestion) -> str:
        return f"question_{question.pk}"

    @staticmethod
    def _field(question: FeedbackQuestion) -> forms.Field:
        if question.kind == QuestionKind.TEXT:
            return forms.CharField(
                label=question.text,
                required=question.is_required,
                max_length=TEXT_LENGTH,
                widget=forms.Textarea(attrs={"rows": 3}),
            )
        return forms.TypedChoiceField(
            label=question.text,
            required=question.is_required,
            choices=list(enumerate(question.level_labels, start=1)),
            coerce=int,
            empty_value=None,
            widget=forms.RadioSelect,
        )

    @property
    def answers(self) -> Answers:
        """The checked answers by question id."""
        return {question.pk: self.cleaned_data.get(self._name(question)) for question in self.questions}
