"""The area in which a class is run, in templates of the room and of plugins."""

from typing import Any

from django import template
from django.template.context import Context

from classes.models import TrainingClassPage
from classes.queries.life.tools import tools_of

register = template.Library()


@register.inclusion_tag("classes/life/_tools.html", takes_context=True)
def class_tools(context: Context, training_class: TrainingClassPage, current: str = "") -> dict[str, Any]:
    """Show the tabs of the area in which a class is run, those that the reader may open.

    ``current`` is the name of the tab, at the extension point ``class_tools``, whose page this is.
    """
    return {"tools": tools_of(training_class, context["request"].user), "current": current}
