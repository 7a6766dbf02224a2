"""Which forum goes by which rubric, and which rubrics a class may choose from."""

from collections.abc import Mapping

from django.db.models import QuerySet

from classes.models import TrainingClassPage
from forums.models import ForumPage
from foundation import stamps
from foundation.fragments import kept_value
from foundation.trees import paths_to
from people.queries.ownership import organization_of
from plugins.forum_scoring.models import ForumRubric, Rubric

STAMP = "forum_scoring"
"""Renewed whenever a forum gets another rubric, and a post a score."""
stamps.fetch_always(STAMP)


def rubric_of(forum: ForumPage) -> ForumRubric | None:
    """Return by which rubric ``forum`` is scored, with its criteria. Two queries."""
    rows = ForumRubric.objects.select_related("rubric", "component").prefetch_related("rubric__criteria")
    return rows.filter(forum=forum).first()


def is_scored(forum: ForumPage) -> bool:
    """Say whether ``forum`` goes by a rubric. No query while nothing has changed: threads are opened by everybody."""
    return forum.pk in _scored_forums()


def _scored_forums() -> Mapping[int, None]:
    name = ("forum_scoring.forums", stamps.current(STAMP)[STAMP])
    return kept_value(name, _read)  # type: ignore[no-any-return]


def _read() -> Mapping[int, None]:
    return dict.fromkeys(ForumRubric.objects.order_by().values_list("forum_id", flat=True))


def rubrics_for(training_class: TrainingClassPage) -> QuerySet[Rubric]:
    """Return what a class may be scored by: rubrics of its organization and of those above."""
    organization = organization_of(training_class)
    if organization is None:
        return Rubric.objects.none()
    return Rubric.objects.filter(organization__path__in=paths_to(organization.path))


def last_choice(training_class: TrainingClassPage) -> ForumRubric | None:
    """Return what was chosen last in the class: the next forum most likely goes by the same."""
    forums = ForumPage.objects.child_of(training_class).order_by().values("pk")
    return ForumRubric.objects.filter(forum__in=forums).order_by("-pk").first()
