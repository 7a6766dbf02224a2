"""What changes points: entries on the ledger, and the schemes by which they are weighed."""

from evaluations.actions.points.ledger import (
    BY_HAND,
    MOST_POINTS,
    award_by_hand,
    award_by_rule,
    reverse_entry,
    take_back_by_rule,
)

__all__ = ["BY_HAND", "MOST_POINTS", "award_by_hand", "award_by_rule", "reverse_entry", "take_back_by_rule"]
