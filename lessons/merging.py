"""What happens to progress when two accounts of one person become one."""

from django.db.models import Model

from lessons.models import LessonProgress
from lessons.models.progress import ProgressState
from people import merging
from people.models import User


def join_progress(model: type[Model], keep: User, duplicate: User) -> None:
    """Where both studied a lesson, keep the further of the two, the time spent on both and the first completion."""
    kept = {row.translation_key: row for row in LessonProgress.objects.filter(learner=keep)}
    for other in LessonProgress.objects.filter(learner=duplicate, translation_key__in=kept):
        row = kept[other.translation_key]
        row.percent = max(row.percent, other.percent)
        row.seconds_spent += other.seconds_spent
        row.started_at = min(row.started_at, other.started_at)
        row.completed_at = min(filter(None, (row.completed_at, other.completed_at)), default=None)
        row.state = ProgressState.COMPLETED if row.completed_at else ProgressState.STARTED
        other.delete()
        row.save()


def register_rules() -> None:
    """Called once, when the room is ready."""
    merging.register(LessonProgress, join_progress)
