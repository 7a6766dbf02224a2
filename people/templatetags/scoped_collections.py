"""The collections that a reader works with, for the chooser of one."""

from typing import Any

from django import template
from wagtail.models import Collection

from people.queries.in_scope import choosable

register = template.Library()


@register.simple_tag(takes_context=True)
def scoped_collections(context: dict[str, Any], collections: Any) -> Any:
    """Keep the ``collections`` within the scope of who asks: some views hand over all there are."""
    kept = choosable(context["request"].user, Collection.objects.all()).values("pk")
    return collections.filter(pk__in=kept)
