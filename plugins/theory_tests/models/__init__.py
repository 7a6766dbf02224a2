"""What the plugin keeps."""

from plugins.theory_tests.models.bank import (
    BankAnswer,
    BankKind,
    BankQuestion,
    Difficulty,
    QuestionCategory,
    QuestionVersion,
)
from plugins.theory_tests.models.question_import import QuestionImport

__all__ = [
    "BankAnswer",
    "BankKind",
    "BankQuestion",
    "Difficulty",
    "QuestionCategory",
    "QuestionImport",
    "QuestionVersion",
]
