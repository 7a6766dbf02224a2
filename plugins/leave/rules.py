"""What a class has set about leave."""

from dataclasses import dataclass
from fractions import Fraction

from classes.models import TrainingClassPage
from plugins.leave.forms.settings import parse_fraction
from schoolhouse.activation import cleaned_settings

NAME = "leave"


@dataclass(frozen=True)
class Rules:
    """The limit as a fraction of the required time, the kinds of items that make it, and whether leave is endorsed."""

    limit: Fraction
    required_kinds: frozenset[str]
    needs_endorsement: bool

    @property
    def limit_text(self) -> str:
        """The limit as people write it."""
        return f"{self.limit.numerator}/{self.limit.denominator}"


def rules_of(training_class: TrainingClassPage) -> Rules:
    """Return what holds in a class. No query on a page."""
    values = cleaned_settings(NAME, training_class)
    return Rules(
        parse_fraction(values["limit"]), frozenset(values["required_kinds"]), bool(values["needs_endorsement"])
    )
