"""What happens to ballots and results when two accounts of one person become one: each stays once."""

from classes import merging as class_merging
from classes.models import Enrollment
from people import merging
from plugins.recognitions.models import Ballot, BallotChoice, Juror, RecognitionResult


def join_choices(row: Enrollment, other: Enrollment) -> None:
    """A ballot that names both names one person once."""
    named = row.recognition_choices.values_list("ballot", flat=True)
    other.recognition_choices.filter(ballot__in=list(named)).delete()


def join_results(row: Enrollment, other: Enrollment) -> None:
    """Where both were counted, keep what was awarded, else the better place."""
    kept = {one.recognition_id: one for one in row.recognition_results.all()}
    for result in other.recognition_results.filter(recognition__in=kept):
        twin = kept[result.recognition_id]
        better = (not result.is_awarded, result.place) < (not twin.is_awarded, twin.place)
        (twin if better else result).delete()


def register_rules() -> None:
    """Called once, when the plugin is ready."""
    merging.register(Ballot, merging.drop_colliding("voter", "recognition"))
    merging.register(Juror, merging.drop_colliding("person", "recognition"))
    class_merging.register_joiner(BallotChoice, join_choices)
    class_merging.register_joiner(RecognitionResult, join_results)
