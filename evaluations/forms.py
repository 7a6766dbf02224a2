"""What people fill in: feedback, and points by hand."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from evaluations.actions.feedback import TEXT_LENGTH, Answers
from evaluations.actions.points import MOST_POINTS
from evaluations.models import FeedbackQuestion, FeedbackSurvey, QuestionKind, SchemeComponent


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


class AwardForm(forms.Form):
    """Points given or taken by hand."""

    points = forms.DecimalField(
        label=_("Points"),
        max_digits=5,
        decimal_places=2,
        min_value=-MOST_POINTS,
        max_value=MOST_POINTS,
        help_text=_("A negative number takes points away."),
    )
    component = forms.ModelChoiceField(label=_("Component"), queryset=SchemeComponent.objects.none(), required=False)
    reason = forms.CharField(label=_("Reason"), max_length=250, help_text=_("The learner reads it."))

    def __init__(self, *args: Any, components: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["component"].queryset = components  # type: ignore[attr-defined]

    def clean_points(self) -> Decimal:
        """Refuse an entry of no points."""
        points: Decimal = self.cleaned_data["points"]
        if not points:
            raise forms.ValidationError(_("Please give or take at least something."))
        return points


class ReversalForm(forms.Form):
    """Why an entry is taken back."""

    reason = forms.CharField(label=_("Reason"), max_length=250, help_text=_("The learner reads it."))
