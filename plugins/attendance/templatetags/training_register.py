"""Figures of the training register, in templates."""

from django import template

from plugins.attendance.register.queries.sessions import hours_of

register = template.Library()


@register.filter
def as_hours(minutes: int) -> float:
    """Return minutes as hours, to a tenth."""
    return hours_of(minutes)
