"""Choosing from the course system."""

from typing import Any

from django import forms
from django.db.models import Case, IntegerField, QuerySet, Value, When

from lessons.catalogue.tree import Branch, in_tree_order
from lessons.models.category import LessonCategory


class CategoryField(forms.ModelChoiceField):
    """Chooses a category from the course system of a language, shown as a tree."""

    def show_tree(self, locale: int | None) -> None:
        """Offer, of the choices there are, the categories of a language in the order of the tree."""
        rows = self.queryset.all()  # type: ignore[union-attr]
        self.queryset = in_order(rows.filter(locale_id=locale) if locale else rows)

    def label_from_instance(self, obj: Any) -> str:
        """Return the name as it stands in the tree."""
        return f"{'— ' * getattr(obj, 'depth', 0)}{obj.name}"


def in_order(categories: QuerySet[LessonCategory]) -> QuerySet[LessonCategory]:
    """Order categories as they stand in the tree, and annotate each with its ``depth``."""
    placed = _branches()
    if not placed:
        return categories.annotate(depth=Value(0))
    place = Case(*(When(pk=branch.pk, then=number) for number, branch in enumerate(placed)), default=len(placed))
    depth = Case(*(When(pk=branch.pk, then=branch.depth) for branch in placed), default=0, output_field=IntegerField())
    return categories.annotate(depth=depth).order_by(place, "pk")


def _branches() -> list[Branch]:
    """Return the course systems of all languages, one after the other, in tree order."""
    fields = ("pk", "translation_key", "name", "kind", "parent_id")
    rows = LessonCategory.objects.order_by("locale_id", "sort_order", "name", "pk").values_list(*fields)
    return list(in_tree_order(rows))
