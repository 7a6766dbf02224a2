"""Whether a question is asked: by what was answered to an earlier one. The page's script decides alike."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models.enums import TextChoices
from django.utils.translation import gettext_lazy as _


class Test(TextChoices):
    """What is asked of the earlier answer."""

    EQUALS = "equals", _("is")
    AT_LEAST = "at_least", _("is at least")
    AT_MOST = "at_most", _("is at most")
    CONTAINS = "contains", _("contains")


Condition = Mapping[str, str]
"""``{"question": key, "test": …, "value": …, "words": what the editor typed}``."""


def holds(condition: Condition, answer: Any) -> bool:
    """Say whether ``answer``, as it was checked, is what ``condition`` asks for; no answer never is."""
    if answer is None:
        return False
    test, wanted = condition["test"], condition["value"]
    if test == Test.CONTAINS:
        if isinstance(answer, list):
            return wanted in {str(one) for one in answer}
        return wanted.casefold() in str(answer).casefold()
    given, than = _number(answer), _number(wanted)
    if test == Test.EQUALS:
        return given == than if given is not None and than is not None else str(answer) == wanted
    if given is None or than is None:
        return False
    return given >= than if test == Test.AT_LEAST else given <= than


def _number(value: Any) -> Decimal | None:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None
