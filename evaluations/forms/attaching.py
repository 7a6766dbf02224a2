"""The form of the admin by which a feedback form is attached to what it is about."""

from typing import Any

from wagtail.admin.forms import WagtailAdminModelForm

from evaluations.actions.feedback.attaching import place, refuse_settled
from evaluations.models import FeedbackSurvey
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
        return {**cleaned, **{name: getattr(wanted, name) for name in PLACED}}
