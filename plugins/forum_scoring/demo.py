"""Scores in the demo school: the evenings that are over are scored by the class teacher, some posts still wait."""

import random
from decimal import Decimal

from django.utils.translation import override

from classes.models import TrainingClassPage
from evaluations.actions.points.ledger import component_for
from evaluations.models import PointEntry
from forums.models import ForumPage
from foundation import stamps
from people.models import Organization
from plugins.forum_scoring.actions.scoring import SOURCE, mark, reason_of
from plugins.forum_scoring.models import Counting, ForumRubric, PostScore, Rubric, RubricCriterion, ScoreEntry
from plugins.forum_scoring.permissions import takes_scores
from plugins.forum_scoring.queries.rubrics import STAMP
from plugins.forum_scoring.queries.scores import scorable_in
from schoolhouse.demo import LoadedSchool, draw_uuid

AMOUNT = 600
SCORED = 0.7
"""So many of the posts of an evening are scored."""
RUBRICS = {
    "zh": (
        "晚间研讨评分标准",
        (
            ("观点", "0 没有说出观点\n1 有观点，理由不足\n2 观点清楚，理由充分"),
            ("联系实际", "0 没有联系工作\n1 提到了本村本岗\n2 有具体事例和做法"),
            ("交流", "0 没有回应他人\n1 回应了他人"),
        ),
    ),
    "en": (
        "Rubric of the evening",
        (
            ("View", "0 Takes no view\n1 A view without reasons\n2 A clear view with reasons"),
            ("Practice", "0 Nothing of one's own work\n1 Names one's own village or post\n2 A case and what was done"),
            ("Exchange", "0 Answers nobody\n1 Answers somebody"),
        ),
    ),
}
COMMENTS = {
    "zh": ("例子很具体，可以在村里试一试。", "说得清楚，再补充一个数字就更好了。", ""),
    "en": ("A telling case; try it at home.", "Clear. A figure would help.", ""),
}


def load(school: LoadedSchool) -> None:
    """Write the rubrics, and score what was said in classes that still take scores."""
    chance, city = school.chance(SOURCE), Organization.get_root_nodes().first()
    if city is None:
        return
    rubrics = {language: _rubric(city, language, chance) for language in RUBRICS}
    for page in school.classes:
        language = "zh" if page.locale.language_code.startswith("zh") else "en"
        forums = ForumPage.objects.child_of(page).live().filter(opens_at__lt=school.now).order_by("opens_at", "pk")
        for forum in forums if takes_scores(page) else ():
            _score(school, chance, page, forum, rubrics[language], language)
    stamps.bump(STAMP)


def _rubric(city: Organization, language: str, chance: random.Random) -> Rubric:
    title, criteria = RUBRICS[language]
    rubric = Rubric(public_id=draw_uuid(chance), organization=city, title=title)
    rubric.criteria = [
        RubricCriterion(public_id=draw_uuid(chance), sort_order=at, name=name, levels=levels)
        for at, (name, levels) in enumerate(criteria)
    ]
    rubric.save()
    return rubric


def _score(
    school: LoadedSchool,
    chance: random.Random,
    page: TrainingClassPage,
    forum: ForumPage,
    rubric: Rubric,
    language: str,
) -> None:
    by = page.class_teacher or school.accounts["teacher"]
    ForumRubric.objects.create(forum=forum, rubric=rubric, counting=Counting.EACH, by=by)
    criteria = [(one, one.steps) for one in rubric.criteria.all()]
    for post in scorable_in(forum).select_related("thread"):
        if chance.random() > SCORED:
            continue
        chosen = [(one, chance.choice(steps[1:])) for one, steps in criteria]
        score = PostScore.objects.create(
            public_id=draw_uuid(chance),
            post=post,
            number=1,
            rubric_title=rubric.title,
            marks=[mark(one, level) for one, level in chosen],
            points=sum((level.points for _one, level in chosen), Decimal(0)),
            comment=chance.choice(COMMENTS[language]),
            by=by,
            created_at=min(post.created_at, school.now),
        )
        with override(page.locale.language_code):
            reason = reason_of(score)
        entry = PointEntry.objects.create(
            public_id=draw_uuid(chance),
            learner_id=post.author_id,
            training_class=page,
            component_id=component_for(SOURCE, page),
            points=score.points,
            reason=reason,
            source=SOURCE,
            source_key=f"{score.public_id}/1",
            by=by,
            occurred_at=score.created_at,
        )
        ScoreEntry.objects.create(score=score, number=1, entry=entry)
        school.tick(1)
