"""Models of the plugin."""

from plugins.recognitions.models.ballot import Ballot, BallotChoice, Juror
from plugins.recognitions.models.recognition import Means, Recognition, RecognitionState, RecognitionStep
from plugins.recognitions.models.result import RecognitionResult

__all__ = [
    "Ballot",
    "BallotChoice",
    "Juror",
    "Means",
    "Recognition",
    "RecognitionResult",
    "RecognitionState",
    "RecognitionStep",
]
