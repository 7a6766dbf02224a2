"""The form of the admin by which a feedback form is attached to what it is about."""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm

from classes.models import TrainingClassPage
from evaluations.actions.feedback.attaching import place, refuse_settled
from evaluations.models import FeedbackSurvey
from people.queries.in_scope import in_scope
from schoolhouse.refusals import Refusal

FIELDS = ("form", "page", "training_class", "instructor", "opens_before", "opens_at", "closes_at")
PLACED = ("training_class", "opens_at", "closes_at")


class FeedbackSurveyForm(WagtailAdminModelForm):
    """Lets out what follows from the rest: the class above the page, when it opens, that it closes a week later."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("opens_at", "closes_at"):
            if name in self.fields:
                self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        """Fill in what was left out, or say what is missing beside its field."""
        cleaned: dict[str, Any] = super().clean()
        if self.errors or not cleaned.get("form") or not cleaned.get("page"):
            return cleaned
        wanted = FeedbackSurvey(**{name: cleaned.get(name) for name in FIELDS})
        try:
            place(wanted)
            if self.instance.pk and self.changed_data:
                refuse_settled(self.instance)
        except Refusal as refusal:
            field = getattr(refusal, "field", None)
            self.add_error(field if field in self.fields else None, str(refusal))
            return cleaned
        if "training_class" in self.changed_data and not self._works_on(wanted.training_class):
            self.add_error("training_class", _("Choose a class that you work on."))
            return cleaned
        return {**cleaned, **{name: getattr(wanted, name) for name in PLACED}}

    def _works_on(self, training_class: TrainingClassPage | None) -> bool:
        """Say whether who fills this in may ask the learners of a class: those of classes above are not theirs."""
        if self.for_user is None or training_class is None:
            return True
        return in_scope(self.for_user, TrainingClassPage.objects.filter(pk=training_class.pk)).exists()
