"""What the ledger of points says: entries, totals, and what they come to by a scheme."""

from evaluations.queries.points.ledger import components_in, ledger_of
from evaluations.queries.points.standings import standings_of
from evaluations.queries.points.totals import total_in, total_of

__all__ = ["components_in", "ledger_of", "standings_of", "total_in", "total_of"]
