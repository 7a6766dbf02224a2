"""Forms of recognitions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from classes.models import TrainingClassPage
from evaluations.models import SchemeComponent
from evaluations.queries.points.assessment import scale_in
from plugins.recognitions.models import Means, Recognition
from plugins.recognitions.models.recognition import MOST_PLACES
from plugins.recognitions.queries.recognitions import possible_jurors


class RecognitionForm(forms.Form):
    """Prepares a recognition of a class."""

    title = forms.CharField(label=pgettext_lazy("recognition", "title"), max_length=60)
    description = forms.CharField(
        label=pgettext_lazy("recognition", "what for"),
        max_length=250,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    means = forms.ChoiceField(label=pgettext_lazy("recognition", "how it is decided"), choices=Means.choices)
    places = forms.IntegerField(
        label=pgettext_lazy("recognition", "how many"),
        min_value=1,
        max_value=MOST_PLACES,
        initial=5,
        help_text=_("So many learners may be recognized, and so many names a ballot has at most."),
    )
    component = forms.ChoiceField(
        label=pgettext_lazy("recognition", "by which points"),
        required=False,
        help_text=_("Only where points decide."),
    )
    jurors = forms.MultipleChoiceField(
        label=pgettext_lazy("recognition", "jury"),
        required=False,
        widget=forms.SelectMultiple({"size": 8}),
        help_text=_("Only where a jury decides: three people at least."),
    )

    def __init__(self, *args: Any, training_class: TrainingClassPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scale = scale_in(training_class.pk)
        parts = [(str(part.component), part.name) for part in scale.parts] if scale else []
        self.fields["component"].choices = [("", _("The total")), *parts]  # type: ignore[attr-defined]
        self.people = {str(one.public_id): one for one in possible_jurors(training_class)}
        self.fields["jurors"].choices = [  # type: ignore[attr-defined]
            (key, one.full_name) for key, one in self.people.items()
        ]

    @staticmethod
    def values_of(recognition: Recognition) -> dict[str, Any]:
        """Return what the form begins with for a recognition."""
        jurors = recognition.jurors.values_list("person__public_id", flat=True)
        return {
            "title": recognition.title,
            "description": recognition.description,
            "means": recognition.means,
            "places": recognition.places,
            "component": str(recognition.component_id or ""),
            "jurors": [str(one) for one in jurors],
        }

    def said(self) -> dict[str, Any]:
        """Return what the action takes."""
        data = dict(self.cleaned_data)
        key = data.pop("component")
        data["component"] = SchemeComponent.objects.get(pk=key) if key else None
        data["jurors"] = [self.people[one] for one in data["jurors"]]
        return data
