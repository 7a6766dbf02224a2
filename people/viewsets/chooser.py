"""Choosers that offer only what lies within the scope of who chooses."""

from functools import reduce
from operator import or_
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import (
    ChooseResultsView,
    ChooseView,
    ChosenMultipleView,
    ChosenView,
    CreateView,
)
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.snippets.views import chooser as snippet_chooser
from wagtail.snippets.views.chooser import SnippetChooserViewSet

from people.forms.scoped import limit_choices
from people.models import User
from people.models.role import list_roles
from people.queries.in_scope import choosable

NAMING = ("full_name", "title", "name", "account_name", "words", "code")
"""Fields that name a row, the one to show first: a chooser looks for what is typed in those that its model has."""


class NameFilterForm(BaseFilterForm):
    """Finds rows by a part of their name; what is chosen here stands in no search index."""

    fields_searched: tuple[str, ...] = ()

    q = forms.CharField(
        label=_("Name"), required=False, widget=forms.TextInput(attrs={"placeholder": _("A part of the name")})
    )

    def filter(self, objects: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the rows with a name that contains what was typed."""
        words = self.cleaned_data["q"].replace("\x00", "").strip()
        if not words:
            return objects
        self.is_searching, self.search_query = True, words
        return objects.filter(reduce(or_, (Q(**{f"{name}__icontains": words}) for name in self.fields_searched)))


class _ScopedList:
    @property
    def _naming(self) -> tuple[str, ...]:
        names = {field.name for field in self.model_class._meta.get_fields()}  # type: ignore[attr-defined]
        return tuple(name for name in NAMING if name in names)

    def get_filter_form_class(self) -> type[BaseFilterForm]:
        if not self._naming:
            return BaseFilterForm
        return type("NameFilter", (NameFilterForm,), {"fields_searched": self._naming})

    @property
    def title_column(self) -> Column:
        column = super().title_column  # type: ignore[misc]
        if self._naming:
            column.label = capfirst(self.model_class._meta.get_field(self._naming[0]).verbose_name)  # type: ignore[attr-defined]
        return column

    def get_object_list(self) -> QuerySet[Any]:
        return choosable(self.request.user, super().get_object_list())  # type: ignore[misc, attr-defined]


class _NothingToFillIn:
    """Where a chooser makes nothing, Wagtail has the address all the same, and fails at it."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.get_creation_form_class() is None:  # type: ignore[attr-defined]
            raise Http404
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc,no-any-return]


class _ScopedCreation:
    def get_creation_form(self) -> Any:
        form = super().get_creation_form()  # type: ignore[misc]
        if form is not None:
            limit_choices(form, self.request.user)  # type: ignore[attr-defined]
        return form


class _ScopedChosen:
    def get_object(self, pk: str) -> Any:
        return choosable(self.request.user, self.model_class.objects.all()).get(pk=pk)  # type: ignore[attr-defined]


class _ScopedChosenMultiple:
    def get_objects(self, pks: list[str]) -> QuerySet[Any]:
        return choosable(self.request.user, super().get_objects(pks))  # type: ignore[misc, attr-defined]


class ScopedChooserViewSet(SnippetChooserViewSet):
    """The chooser of a ``ScopedViewSet``."""

    choose_view_class = type("ChooseView", (_ScopedCreation, _ScopedList, snippet_chooser.ChooseView), {})
    choose_results_view_class = type(
        "ChooseResultsView", (_ScopedCreation, _ScopedList, snippet_chooser.ChooseResultsView), {}
    )
    chosen_view_class = type("ChosenView", (_ScopedChosen, snippet_chooser.SnippetChosenView), {})
    chosen_multiple_view_class = type(
        "ChosenMultipleView", (_ScopedChosenMultiple, snippet_chooser.SnippetChosenMultipleView), {}
    )
    create_view_class = type("CreateView", (_NothingToFillIn, _ScopedCreation, snippet_chooser.SnippetCreateView), {})


class _People(_ScopedList):
    """The list of people, with where they belong; found by name."""

    @property
    def columns(self) -> list[Column]:
        return [*super().columns, Column("roles", label=_("Roles"), accessor=_roles_of)]  # type: ignore[misc]

    def get_object_list(self) -> QuerySet[User]:
        return super().get_object_list().order_by("full_name", "pk").prefetch_related("role_assignments__organization")


def _roles_of(person: User) -> str:
    return list_roles(list(person.role_assignments.all())[:3])  # type: ignore[attr-defined]


class PersonChooserViewSet(ChooserViewSet):
    """Chooses a person; every field of the admin that names one uses it."""

    model = User
    icon = "user"
    choose_one_text = _("Choose a person")
    choose_another_text = _("Choose another person")
    edit_item_text = _("Edit this person")
    choose_view_class = type("ChooseView", (_People, ChooseView), {})
    choose_results_view_class = type("ChooseResultsView", (_People, ChooseResultsView), {})
    chosen_view_class = type("ChosenView", (_ScopedChosen, ChosenView), {})
    chosen_multiple_view_class = type("ChosenMultipleView", (_ScopedChosenMultiple, ChosenMultipleView), {})
    create_view_class = type("CreateView", (_NothingToFillIn, CreateView), {})
