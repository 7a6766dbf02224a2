"""What happens to tests when two accounts of one person become one: attempts stay, on the enrollment that stays."""

from classes import merging
from classes.models import Enrollment
from plugins.theory_tests.models import Attempt, AttemptState, ExtraTime, Settled


def join_attempts(row: Enrollment, other: Enrollment) -> None:
    """Number the attempts of ``other`` behind those of ``row``; of two that are open the other one's is handed in."""
    from plugins.theory_tests.actions.attempts import hand_in

    kept = Attempt.objects.filter(enrollment=row)
    for attempt in Attempt.objects.filter(enrollment=other).order_by("sitting", "number"):
        beside = kept.filter(sitting=attempt.sitting_id).order_by("number")
        if attempt.state == AttemptState.OPEN and beside.filter(state=AttemptState.OPEN).exists():
            hand_in(attempt)
            attempt.refresh_from_db()
        numbers = Attempt.objects.filter(sitting=attempt.sitting_id, enrollment__in=[row, other])
        last = max(numbers.values_list("number", flat=True), default=0)
        if beside.exists():
            attempt.number = last + 1
            attempt.save(update_fields=["number"])


def join_extras(row: Enrollment, other: Enrollment) -> None:
    """Keep the extra time of the enrollment that stays."""
    known = ExtraTime.objects.filter(enrollment=row).values_list("sitting", flat=True)
    ExtraTime.objects.filter(enrollment=other, sitting__in=list(known)).delete()


def join_settled(row: Enrollment, other: Enrollment) -> None:
    """Keep the result that stands on the ledger of the enrollment that stays."""
    known = Settled.objects.filter(enrollment=row).values_list("sitting", flat=True)
    Settled.objects.filter(enrollment=other, sitting__in=list(known)).delete()


def register_rules() -> None:
    """Called once, when the plugin is ready."""
    merging.register_joiner(Attempt, join_attempts)
    merging.register_joiner(ExtraTime, join_extras)
    merging.register_joiner(Settled, join_settled)
