"""The form of a category."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm

from lessons.actions.categories import save_category
from lessons.forms.fields import CategoryField
from lessons.models import LessonCategory
from schoolhouse.refusals import Refusal


class CategoryForm(WagtailAdminModelForm):
    """A category and its place; saved by the room's action."""

    parent = CategoryField(
        label=pgettext_lazy("category", "Below"),
        queryset=LessonCategory.objects.all(),
        required=False,
        help_text=_("Empty: at the top of the course system. Its translations move along."),
    )

    class Meta:
        model = LessonCategory
        fields = ("organization", "parent", "name", "kind", "sort_order")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].show_tree(self.instance.locale_id)  # type: ignore[attr-defined]

    def save(self, commit: bool = True) -> LessonCategory:
        """Place the category; what the action refuses is shown above the form by the view."""
        self.instance.parent = self.cleaned_data["parent"]
        return save_category(category=self.instance, by=self.for_user)


class SavesCategory:
    """A view that shows above its form why the action refused."""

    def save_instance(self) -> LessonCategory:
        """Save through the form."""
        return self.form.save()  # type: ignore[attr-defined, no-any-return]

    def form_valid(self, form: CategoryForm) -> Any:
        """Save, or say what is in the way."""
        try:
            return super().form_valid(form)  # type: ignore[misc]
        except Refusal as refusal:
            form.add_error(None, ValidationError(str(refusal)))
            return self.form_invalid(form)  # type: ignore[attr-defined]
