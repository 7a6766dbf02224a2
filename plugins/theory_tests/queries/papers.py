"""What papers ask, from which questions their rules draw, and which of them a class may sit."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from classes.models import TrainingClassPage
from foundation.trees import paths_to
from people.queries.ownership import organization_of
from plugins.theory_tests.content import Content, problems_of
from plugins.theory_tests.models import (
    BankKind,
    BankQuestion,
    Paper,
    PaperQuestion,
    PaperRule,
    QuestionVersion,
)
from plugins.theory_tests.models.bank import SEPARATOR, Difficulty
from plugins.theory_tests.rendering import shown_question

MOST_QUESTIONS = 300
"""The most questions of one paper."""


@dataclass(frozen=True)
class Drawn:
    """A question of an attempt: the public id of its version, and its points."""

    version: str
    points: Decimal


def questions_for(rule: PaperRule) -> QuerySet[BankQuestion]:
    """Return the questions of the bank that a rule may draw."""
    category = rule.category
    below = Q(category__path__startswith=f"{category.path}{SEPARATOR}")
    rows = BankQuestion.objects.filter(Q(category=category) | below, category__organization=category.organization_id)
    if rule.kind:
        rows = rows.filter(kind=rule.kind)
    return rows.filter(difficulty=rule.difficulty) if rule.difficulty else rows


def newest_versions(questions: Iterable[int]) -> dict[int, QuestionVersion]:
    """Return the newest version of each question, by the question's key. One query."""
    newest = QuestionVersion.objects.filter(question=OuterRef("question")).order_by("-number").values("number")[:1]
    rows = QuestionVersion.objects.filter(question__in=list(questions), number=Subquery(newest))
    return {row.question_id: row for row in rows}


def label_of(rule: PaperRule) -> str:
    """Say in the active language what a rule draws."""
    parts = [str(rule.category)]
    if rule.kind:
        parts.append(str(BankKind(rule.kind).label))
    if rule.difficulty:
        parts.append(str(Difficulty(rule.difficulty).label))
    return " · ".join(parts)


def problems_of_paper(fixed: Sequence[PaperQuestion], rules: Sequence[PaperRule]) -> list[str]:
    """Return what speaks against setting a paper, in sentences; nothing where it can be sat."""
    found = []
    count = len(fixed) + sum(rule.count for rule in rules)
    if not count:
        return [_("This paper asks nothing: add questions, or a rule that draws some.")]
    if count > MOST_QUESTIONS:
        found.append(_("A paper has at most %(most)s questions.") % {"most": MOST_QUESTIONS})
    taken = {one.question_id for one in fixed}
    pools = [set(questions_for(rule).values_list("pk", flat=True)) - taken for rule in rules]
    for rule, pool in zip(rules, pools, strict=True):
        # Another rule may take what this one needs; so many must be there that it cannot.
        needed = sum(other.count for other, others in zip(rules, pools, strict=True) if others & pool or other is rule)
        if len(pool) < needed:
            said = {"rule": label_of(rule), "there": len(pool), "needed": needed}
            found.append(_("“%(rule)s” has %(there)s questions, and %(needed)s are needed.") % said)
    for question, version in newest_versions(taken | set().union(*pools)).items() if not found else ():
        if problems_of(version.content):
            name = BankQuestion.objects.get(pk=question)
            found.append(_("“%(question)s” cannot be asked: mend it in the bank.") % {"question": name})
    return found[:10]


def draw(content: dict[str, Any], chance: random.Random) -> list[Drawn]:
    """Draw the questions of one attempt from the ``content`` of a paper's version: the fixed ones, then by each rule.

    Rules with fewer to choose from draw first; what is drawn stands in the order of the rules.
    """
    found = [Drawn(one["version"], Decimal(one["points"])) for one in content["fixed"]]
    taken = {one.version for one in found}
    drawn: dict[int, list[Drawn]] = {}
    for at, rule in sorted(enumerate(content["rules"]), key=lambda pair: len(pair[1]["pool"])):
        pool = [key for key in rule["pool"] if key not in taken]
        keys = chance.sample(pool, min(rule["count"], len(pool)))
        taken.update(keys)
        drawn[at] = [Drawn(key, Decimal(rule["points"])) for key in keys]
    for at in sorted(drawn):
        found += drawn[at]
    if content["shuffle_questions"]:
        chance.shuffle(found)
    return found


def layout_of(content: Content, *, shuffles: bool, chance: random.Random) -> list[int]:
    """Return in which order the answers of a question stand; of pairs, in which order their right sides do.

    What would say the right answer by its place is always shuffled.
    """
    order = list(range(len(content["answers"])))
    if content["kind"] in ("matching", "ordering") or (shuffles and content["kind"] in ("single", "multiple")):
        chance.shuffle(order)
    return order


def drawn_for_preview(paper: Paper) -> dict[str, Any]:
    """Return the questions of a paper as somebody may get them: ``items``, ``problems``, and all ``points``."""
    fixed = [one for one in paper.questions.all() if one.question_id and one.points]
    rules = [one for one in paper.rules.all() if one.category_id and one.count and one.points]
    problems = problems_of_paper(fixed, rules)
    chance = random.SystemRandom()
    chosen = [(one.question_id, one.points) for one in fixed]
    taken = {pk for pk, _points in chosen}
    for rule in rules:
        pool = [pk for pk in questions_for(rule).values_list("pk", flat=True) if pk not in taken]
        keys = chance.sample(pool, min(rule.count, len(pool)))
        taken.update(keys)
        chosen += [(key, rule.points) for key in keys]
    versions = newest_versions(pk for pk, _points in chosen)
    items = [
        shown_question(
            versions[pk].content,
            layout_of(versions[pk].content, shuffles=paper.shuffle_choices, chance=chance),
            number=number,
            points=points,
        )
        for number, (pk, points) in enumerate(((pk, points) for pk, points in chosen if pk in versions), 1)
    ]
    return {"items": items, "problems": problems, "points": sum((one.points for one in items), Decimal(0))}


def papers_for(training_class: TrainingClassPage) -> QuerySet[Paper]:
    """Return the papers that are ready and that the class may sit: its organization's and those above."""
    organization = organization_of(training_class)
    if organization is None:
        return Paper.objects.none()
    ready = Paper.objects.filter(is_ready=True, organization__path__in=paths_to(organization.path))
    return ready.order_by("title", "pk")


def versions_named(public_ids: Iterable[str]) -> dict[str, QuestionVersion]:
    """Return versions of questions by their public ids, as text. One query."""
    rows = QuestionVersion.objects.filter(public_id__in=set(public_ids))
    return {str(row.public_id): row for row in rows}


def version_contents(keys: Iterable[int]) -> dict[int, Content]:
    """Return the content of versions of questions by their keys. One query."""
    return dict(QuestionVersion.objects.filter(pk__in=set(keys)).values_list("pk", "content"))
