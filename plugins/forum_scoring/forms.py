"""What those who score fill in."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from classes.models import TrainingClassPage
from evaluations.queries.points import components_in
from plugins.forum_scoring.models import Counting, Rubric
from plugins.forum_scoring.models.score import COMMENT_LENGTH
from plugins.forum_scoring.queries.rubrics import rubrics_for


class RubricForm(forms.Form):
    """By which rubric a forum is scored, and what of it counts."""

    rubric = forms.ModelChoiceField(label=_("Rubric"), queryset=Rubric.objects.none())
    counting = forms.ChoiceField(
        label=pgettext_lazy("score", "What counts"),
        choices=Counting.choices,
        initial=Counting.BEST,
        widget=forms.RadioSelect,
    )
    component = forms.ModelChoiceField(
        label=_("Part of the assessment"), queryset=Rubric.objects.none(), required=False, empty_label=_("no part")
    )

    def __init__(self, *args: Any, training_class: TrainingClassPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("rubric", rubrics_for(training_class)), ("component", components_in(training_class))):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows


class ScoreForm(forms.Form):
    """A level for each criterion of ``rubric``, and a comment that the author reads."""

    comment = forms.CharField(
        label=pgettext_lazy("score", "Comment"),
        max_length=COMMENT_LENGTH,
        required=False,
        help_text=_("The author reads it."),
        widget=forms.Textarea(attrs={"rows": 2, "class": "textarea"}),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=32_000)

    def __init__(self, *args: Any, rubric: Rubric, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        criteria = {
            str(one.public_id): forms.TypedChoiceField(
                label=one.name,
                choices=[(str(level.points), level.label) for level in one.steps],
                coerce=Decimal,
                widget=forms.RadioSelect,
            )
            for one in rubric.criteria.all()
        }
        self.criteria = list(criteria)
        self.fields = {**criteria, **self.fields}

    @property
    def levels(self) -> dict[str, Decimal]:
        """The chosen points by public id of the criterion."""
        return {name: self.cleaned_data[name] for name in self.criteria}
