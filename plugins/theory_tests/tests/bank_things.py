"""Makes what the tests of the bank need."""

from io import BytesIO

from plugins.theory_tests.actions.bank import record_version
from plugins.theory_tests.actions.question_import import upload_questions
from plugins.theory_tests.models import (
    BankAnswer,
    BankQuestion,
    Paper,
    PaperQuestion,
    PaperRule,
    QuestionCategory,
)

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


def make_kind(category, kind, answers, text="Asked", **fields):
    """A question of any kind: ``answers`` are texts with percent, or pairs, or things in their order."""
    question = BankQuestion(category=category, kind=kind, text=text, **fields)
    made = []
    for at, one in enumerate(answers):
        said = one if isinstance(one, dict) else {"text": one[0], "percent": one[1]}
        made.append(BankAnswer(sort_order=at, **said))
    question.answers = made
    question.save()
    record_version(question=question, by=None)
    return question


def make_paper(organization, *, fixed=(), rules=(), **fields):
    """A paper that is ready: ``fixed`` are questions with their points, ``rules`` the fields of rules."""
    fields = {"title": "Paper", "is_ready": True, "shuffle_questions": False, "shuffle_choices": False, **fields}
    paper = Paper(organization=organization, **fields)
    paper.questions = [
        PaperQuestion(question=question, points=points, sort_order=at) for at, (question, points) in enumerate(fixed)
    ]
    paper.rules = [PaperRule(sort_order=at, **rule) for at, rule in enumerate(rules)]
    paper.save()
    return paper
