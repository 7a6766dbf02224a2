"""Makes what the tests of the bank need."""

from io import BytesIO

from plugins.theory_tests.actions.bank import record_version
from plugins.theory_tests.actions.question_import import upload_questions
from plugins.theory_tests.models import BankAnswer, BankQuestion, QuestionCategory

GIFT = "$CATEGORY: $course$/top/Knives/Care\n\nSharp? {T}\n\n::Blunt:: Which? {=a#yes ~b ~c}\n"


def make_category(organization, name="Cooking", parent=None):
    return QuestionCategory.objects.create(organization=organization, name=name, parent=parent)


def make_question(category, text="Which is sharp?", *, by=None, **fields):
    question = BankQuestion(category=category, kind="single", text=text, **fields)
    question.answers = [BankAnswer(text="Knife", percent=100), BankAnswer(text="Spoon", percent=0)]
    question.save()
    record_version(question=question, by=by)
    return question


def file_of(text=GIFT, name="questions.txt"):
    file = BytesIO(text.encode())
    file.name = name
    return file


def uploaded(category, by, text=GIFT):
    return upload_questions(file=file_of(text), file_kind="gift", below=category, by=by)
