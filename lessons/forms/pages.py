"""The editor's form of a lesson."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from lessons.forms.fields import CategoryField
from lessons.models.category import LessonCategory
from people.forms.scoped import ScopedPageForm


class LessonPageForm(ScopedPageForm):
    """A lesson whose rule can be fulfilled: who asks for films to be watched has some, of known length."""

    category = CategoryField(label=_lazy("category"), queryset=LessonCategory.objects.all(), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if field := self.fields.get("category"):
            # A page that is being made has its language from the list above it, or the reader chooses later.
            locale = self.instance.locale_id or (self.parent_page.locale_id if self.parent_page else None)
            field.show_tree(locale)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Check the rule against the body, once the lesson is to be published."""
        data: dict[str, Any] = super().clean()
        if not self.is_deferred_validation and data.get("needs_watching") and "body" in data:
            self._require_films(data)
        if not self.is_deferred_validation and data.get("needs_checks") and "body" in data:
            from lessons.checks.finding import checks_of

            if not checks_of(data["body"]):
                self.add_error("needs_checks", _("There is no quick check in this lesson."))
        return data

    def is_valid(self) -> bool:
        """Refuse prerequisites that ask for this lesson in turn."""
        return bool(super().is_valid()) and self._has_no_circle()

    def _has_no_circle(self) -> bool:
        from lessons.catalogue.prerequisites import asks_in_turn

        formset = self.formsets.get("prerequisites")
        for form in formset.forms if formset else ():
            chosen = form.cleaned_data.get("lesson") if form not in formset.deleted_forms else None
            if chosen and asks_in_turn(chosen, self.instance):
                form.add_error("lesson", _("This lesson asks in turn for the one that you are editing."))
                self.add_error(None, _("A prerequisite goes round in a circle."))
                return False
        return True

    def _post_clean(self) -> None:
        """Once the lesson is to be published, refuse what the school does not let through."""
        super()._post_clean()
        if not self.is_deferred_validation and not self.errors and not self._is_sent_back():
            self._refuse_strict_remarks()

    def _is_sent_back(self) -> bool:
        """Say whether an approver asks for changes: what is to be changed must not be in the way of that."""
        return "action-workflow-action" in self.data and self.data.get("workflow-action-name") == "reject"

    def _refuse_strict_remarks(self) -> None:
        from lessons.quality.strictness import strict_remarks

        for finding in strict_remarks(self.instance):
            field = finding.path.partition(".")[0]
            self.add_error(field if field in self.fields else None, finding.message)

    def _require_films(self, data: dict[str, Any]) -> None:
        from lessons.completion.films import films_in, lengths_of
        from lessons.recordings.blocks import is_played

        lengths = lengths_of(data["body"])
        elsewhere = [block.value["address"] for block in films_in(data["body"]) if not is_played(block.value)]
        if not lengths:
            self.add_error("needs_watching", _("There is no film or recording in this lesson."))
        elif elsewhere:
            message = _(
                "Nobody can be seen to watch %(address)s: it opens as a link only. An administrator can let films in "
                "from there (MEDIA_ORIGINS)."
            )
            self.add_error("needs_watching", message % {"address": elsewhere[0]})
        elif not all(lengths.values()) and not data.get("film_minutes"):
            self.add_error("film_minutes", _("Say how long the films are whose length the school does not know."))
