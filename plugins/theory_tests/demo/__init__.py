"""The bank of the demo school, neutral questions of several trades in Chinese and in English, and tests of it."""

import random
from pathlib import Path

from people.models import Organization
from plugins.theory_tests.content import content_from, fingerprint_of
from plugins.theory_tests.demo.sittings import load_tests
from plugins.theory_tests.formats.content import Question
from plugins.theory_tests.formats.school.lines import Line, read_lines
from plugins.theory_tests.models import BankAnswer, BankQuestion, QuestionCategory, QuestionVersion
from schoolhouse.demo import LoadedSchool, draw_uuid

NAME = "theory_tests"
QUESTIONS = 40
AMOUNT = QUESTIONS + 120
_HERE = Path(__file__).parent
_SHELVES = "# "


def load(school: LoadedSchool) -> None:
    """Fill the city's bank; let classes sit tests."""
    chance = school.chance(NAME)
    city = Organization.get_root_nodes().first()
    if city is None:
        return
    for name in ("zh.txt", "en.txt"):
        for path, text in _shelves((_HERE / name).read_text("utf-8")):
            category = _category(city, path, chance)
            lines = [Line(number, words) for number, words in enumerate(text.split("\n"), 1)]
            for item in read_lines(lines).items:
                if isinstance(item, Question):
                    _put(item, category, chance)
                    school.tick(1)
    load_tests(school, chance)


def _shelves(text: str) -> list[tuple[str, str]]:
    """Return the categories of a file, each with its questions."""
    parts = text.split(f"\n{_SHELVES}")
    found = (part.removeprefix(_SHELVES).partition("\n") for part in parts)
    return [(path.strip(), questions) for path, _end, questions in found]


def _category(city: Organization, path: str, chance: random.Random) -> QuestionCategory:
    category = None
    for name in path.split("/"):
        category, _made = QuestionCategory.objects.get_or_create(
            organization=city, parent=category, name=name, defaults={"public_id": draw_uuid(chance)}
        )
    assert category is not None
    return category


def _put(item: Question, category: QuestionCategory, chance: random.Random) -> None:
    content = content_from(item)
    said = {name: content[name] for name in ("kind", "text", "format", "is_true", "explanation")}
    question = BankQuestion(
        public_id=draw_uuid(chance), category=category, difficulty=chance.choice((1, 2, 2, 3)), **said
    )
    question.answers = [BankAnswer(sort_order=at, **answer) for at, answer in enumerate(content["answers"])]
    question.save()
    QuestionVersion.objects.create(
        public_id=draw_uuid(chance),
        question=question,
        number=1,
        content=content,
        fingerprint=fingerprint_of(content),
    )
