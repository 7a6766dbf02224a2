"""Forms whose choices stay within the organizations of who fills them in."""

from typing import Any

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, Q, QuerySet
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm
from wagtail.admin.widgets.chooser import BaseChooser

from people.models import Organization, User
from people.queries.in_scope import choosable, has_scope, in_scope
from people.scope import scope_of


def limit_choices(
    form: Any, user: User | AnonymousUser, *, owner: str = "", roles: frozenset[str] | None = None
) -> None:
    """Let every field of ``form`` that names an object offer, and accept, only those that ``user`` may choose.

    What is already chosen stays. ``owner`` is the field that says where the row belongs: there the user must work,
    with one of ``roles`` where it is an organization.
    Forms of formsets are limited as well.
    """
    for name, field in form.fields.items():
        if isinstance(field, forms.ModelChoiceField) and field.queryset is not None and has_scope(field.queryset.model):
            rows = field.queryset.all()
            kept = _owners(user, rows, roles) if name == owner else choosable(user, rows)
            field.queryset = rows.filter(Q(pk__in=kept.values("pk")) | Q(pk__in=_chosen(form, name)))
            if isinstance(field.widget, BaseChooser):
                _name_only_choices(field)
    for formset in getattr(form, "formsets", {}).values():
        for child in formset.forms:
            limit_choices(child, user)


def _name_only_choices(field: Any) -> None:
    """Keep the chooser from naming what was sent without being one of the choices."""
    named = field.widget.get_instance

    def get_instance(value: Any) -> Any:
        if value is None or isinstance(value, Model):
            return named(value)
        try:
            return named(value) if field.queryset.filter(pk=value).exists() else None
        except (TypeError, ValueError):
            return None

    field.widget.get_instance = get_instance


def _owners(user: User | AnonymousUser, rows: QuerySet[Any], roles: frozenset[str] | None) -> QuerySet[Any]:
    if issubclass(rows.model, Organization) and roles is not None:
        return rows.filter(scope_of(user).within("", roles))
    return in_scope(user, rows)


def _chosen(form: Any, name: str) -> list[Any]:
    value = getattr(form, "initial", {}).get(name)
    values = value if isinstance(value, (list, tuple, set)) else [value]
    return [getattr(item, "pk", item) for item in values if item]


class ScopedModelForm(WagtailAdminModelForm):
    """A form of the admin whose choices stay within the scope of who fills it in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.for_user is not None:
            limit_choices(self, self.for_user)


class ScopedPageForm(WagtailAdminPageForm):
    """The same for pages: set it as ``base_form_class`` of a page type that names people, files or other pages."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.for_user is not None:
            limit_choices(self, self.for_user)
