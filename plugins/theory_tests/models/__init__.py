"""What the plugin keeps."""

from plugins.theory_tests.models.attempt import AnswerSave, AnswerState, Attempt, AttemptAnswer, AttemptState
from plugins.theory_tests.models.bank import (
    BankAnswer,
    BankKind,
    BankQuestion,
    Difficulty,
    QuestionCategory,
    QuestionVersion,
)
from plugins.theory_tests.models.figure import QuestionFigure
from plugins.theory_tests.models.mark import Mark, MarkStep, Settled
from plugins.theory_tests.models.paper import (
    MultipleRule,
    Paper,
    PaperQuestion,
    PaperRule,
    PaperVersion,
    PinnedQuestion,
)
from plugins.theory_tests.models.question_import import QuestionImport
from plugins.theory_tests.models.sitting import ExtraTime, Shows, Sitting

__all__ = [
    "AnswerSave",
    "AnswerState",
    "Attempt",
    "AttemptAnswer",
    "AttemptState",
    "BankAnswer",
    "BankKind",
    "BankQuestion",
    "Difficulty",
    "ExtraTime",
    "Mark",
    "MarkStep",
    "MultipleRule",
    "Paper",
    "PaperQuestion",
    "PaperRule",
    "PaperVersion",
    "PinnedQuestion",
    "QuestionCategory",
    "QuestionFigure",
    "QuestionImport",
    "QuestionVersion",
    "Settled",
    "Shows",
    "Sitting",
]
