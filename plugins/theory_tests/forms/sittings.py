"""What those who set and mark tests fill in."""

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from classes.models import TimetableItem, TrainingClassPage
from evaluations.models import SchemeComponent
from evaluations.queries.points import components_in
from plugins.theory_tests.content import Criterion
from plugins.theory_tests.models import Paper, Shows
from plugins.theory_tests.models.mark import COMMENT_LENGTH, REASON_LENGTH
from plugins.theory_tests.models.sitting import MOST_EXTRA
from plugins.theory_tests.queries.papers import papers_for


class _Moment(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M", attrs={"class": "input"})


class SittingForm(forms.Form):
    """When a test is held, what is seen of it, how it is marked and what the ledger gets. Times are the class's."""

    title = forms.CharField(
        label=_("Title"), max_length=150, required=False, help_text=_("Empty: the title of the paper.")
    )
    opens_at = forms.DateTimeField(label=pgettext_lazy("test", "Opens"), widget=_Moment())
    closes_at = forms.DateTimeField(label=pgettext_lazy("test", "Closes"), widget=_Moment())
    item = forms.ModelChoiceField(
        label=_("On the timetable"),
        queryset=TimetableItem.objects.none(),
        required=False,
        empty_label=pgettext_lazy("timetable", "nothing"),
    )
    shows = forms.ChoiceField(
        label=_("Learners see"), choices=Shows.choices, initial=Shows.ANSWERS, widget=forms.RadioSelect
    )
    results_from = forms.DateTimeField(
        label=_("Results from"),
        required=False,
        widget=_Moment(),
        help_text=_("Empty: once it is over for everybody. Right answers are never shown before that."),
    )
    component = forms.ModelChoiceField(
        label=_("Part of the assessment"),
        queryset=Paper.objects.none(),
        required=False,
        empty_label=pgettext_lazy("assessment", "no part"),
    )
    award = forms.DecimalField(
        label=_("Points in the assessment"),
        min_value=Decimal("0.5"),
        max_value=100,
        max_digits=5,
        decimal_places=2,
        required=False,
        help_text=_("For all points of the paper; a part of it for a part. Empty: none."),
    )
    has_second_marker = forms.BooleanField(label=_("A second person marks what was written"), required=False)
    agree_percent = forms.IntegerField(
        label=_("Difference of both that a third person settles, in percent"), min_value=0, max_value=100, initial=20
    )

    def __init__(self, *args: Any, training_class: TrainingClassPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        components, item = self.fields["component"], self.fields["item"]
        assert isinstance(components, forms.ModelChoiceField)
        assert isinstance(item, forms.ModelChoiceField)
        # What the test has stays, though the class goes by another scheme since.
        kept = Q(pk=getattr(self.initial.get("component"), "pk", self.initial.get("component")))
        of_class = Q(pk__in=components_in(training_class).values("pk"))
        components.queryset = SchemeComponent.objects.filter(of_class | kept).select_related("scheme")
        item.queryset = TimetableItem.objects.filter(training_class=training_class).order_by("starts_at")


class SetForm(SittingForm):
    """The same, with the paper that is set; ``client_key`` makes one test of a form that is sent twice."""

    paper = forms.ModelChoiceField(label=pgettext_lazy("test", "Paper"), queryset=Paper.objects.none())
    client_key = forms.UUIDField(widget=forms.HiddenInput)
    field_order = ["paper"]

    def __init__(self, *args: Any, training_class: TrainingClassPage, **kwargs: Any) -> None:
        super().__init__(*args, training_class=training_class, **kwargs)
        paper = self.fields["paper"]
        assert isinstance(paper, forms.ModelChoiceField)
        paper.queryset = papers_for(training_class)


class ExtraForm(forms.Form):
    """Minutes on top for one learner."""

    enrollment = forms.UUIDField(widget=forms.HiddenInput)
    minutes = forms.IntegerField(label=_("Extra minutes"), min_value=0, max_value=MOST_EXTRA)


class MarkForm(forms.Form):
    """Points for each criterion, and a comment that the learner reads."""

    comment = forms.CharField(
        label=pgettext_lazy("test", "Comment"),
        max_length=COMMENT_LENGTH,
        required=False,
        help_text=_("The learner reads it."),
        widget=forms.Textarea(attrs={"rows": 3, "class": "textarea"}),
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=10)

    def __init__(self, *args: Any, criteria: list[Criterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = [f"points_{at}" for at in range(len(criteria))]
        points = {
            name: forms.DecimalField(
                label=criterion.words,
                help_text=_("0 to %(most)s points") % {"most": f"{criterion.points.normalize():f}"},
                min_value=0,
                max_value=criterion.points,
                max_digits=5,
                decimal_places=2,
                widget=forms.NumberInput(attrs={"class": "input", "step": "0.5", "inputmode": "decimal"}),
            )
            for name, criterion in zip(self.criteria, criteria, strict=True)
        }
        self.fields = {**points, **self.fields}

    @property
    def points(self) -> list[Decimal]:
        """The points by criterion."""
        return [self.cleaned_data[name] for name in self.criteria]


class CorrectionForm(MarkForm):
    """The same for a mark that is corrected, and why."""

    reason = forms.CharField(
        label=_("Why it is corrected"), max_length=REASON_LENGTH, help_text=_("The learner reads it.")
    )
