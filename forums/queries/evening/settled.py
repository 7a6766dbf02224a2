"""Whether an evening is settled."""

from forums.models import ForumPage, Outcome, OutcomeState


def is_settled(forum: ForumPage) -> bool:
    """Say whether the outcome of ``forum`` is settled: then its records stay as they are. One query."""
    return Outcome.objects.filter(forum=forum, state=OutcomeState.SETTLED).exists()
