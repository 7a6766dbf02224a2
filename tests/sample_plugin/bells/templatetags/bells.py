"""``{% load bells %}``."""

from django import template

register = template.Library()


@register.filter
def loud(text: str) -> str:
    """Say it loudly."""
    return f"{text}!"
