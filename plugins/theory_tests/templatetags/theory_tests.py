"""How questions, points and percentages are written."""

from decimal import Decimal
from typing import Any

from django import template
from django.utils.formats import localize

from plugins.theory_tests.models import BankKind
from plugins.theory_tests.queries.figures import chosen_words as chosen

register = template.Library()


@register.filter
def points(value: Any) -> str:
    """Write points without zeros behind."""
    if value is None or value == "":
        return "–"
    number = Decimal(str(value))
    return str(localize(number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()))


@register.filter
def percent(share: Any) -> str:
    """Write a share from 0 to 1 in whole percent."""
    return "–" if share is None else f"{round(Decimal(str(share)) * 100)} %"


@register.filter
def kind_name(kind: str) -> str:
    """Name a kind of question."""
    return str(BankKind(kind).label)


@register.filter
def answer_name(number: int) -> str:
    """Return the name that the fields of a question have in its form."""
    return f"a{number}"


@register.filter
def chosen_words(text: str) -> str:
    """Name what was chosen."""
    return chosen(text)
