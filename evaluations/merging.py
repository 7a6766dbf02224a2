"""What happens to answered surveys when two accounts of one person become one."""

from evaluations.models import FeedbackParticipation
from people import merging


def register_rules() -> None:
    """Called once, when the room is ready. Having answered twice is having answered; both answers stay."""
    merging.register(FeedbackParticipation, merging.drop_colliding("learner", "survey"))
