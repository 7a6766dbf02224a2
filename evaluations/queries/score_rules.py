"""The rules by which software gives points in a class, in words."""

from dataclasses import dataclass

from classes.models import TrainingClassPage
from schoolhouse.extension_points import score_rules
from schoolhouse.faults import shielded


@dataclass(frozen=True)
class ExplainedRule:
    """A rule's name, what it says of this class, and what entries carry that it gave."""

    source: str
    label: str
    explanation: str


def rules_of(training_class: TrainingClassPage) -> list[ExplainedRule]:
    """Return the rules that are switched on in ``training_class``; one that fails to explain itself is left out."""
    rules: list[ExplainedRule] = []
    for extension in score_rules.active(training_class):
        with shielded(extension.plugin, "score_rules"):
            rule = extension.value
            rules.append(ExplainedRule(rule.source, str(rule.label), str(rule.explain(training_class))))
    return rules
