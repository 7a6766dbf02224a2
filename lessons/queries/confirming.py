"""Who has studied lessons that ask for a confirmation, and waits for it."""

from dataclasses import dataclass

from django.db.models import Count, F, Q

from lessons.models import LessonPage, LessonProgress
from lessons.permissions import taught_by
from people.audience import visible_to
from people.models import User
from people.queries.audience import owned_condition


@dataclass(frozen=True)
class Waiting:
    """A lesson, and how many people wait to have it confirmed."""

    lesson: LessonPage
    people: int


def waiting_for(user: User) -> list[Waiting]:
    """Return the lessons that ``user`` may confirm, of those where somebody waits; most people first.

    A lesson in two languages is one, in the language that was there first. Whoever looks after a lesson confirms
    everybody's, others their own learners'. A few queries, however many lessons and learners.
    """
    lessons = visible_to(user, LessonPage.objects.live().filter(needs_confirmation=True)).select_related("locale")
    by_key = {lesson.translation_key: lesson for lesson in lessons.order_by("-pk")}
    if not by_key:
        return []
    looked_after = LessonPage.objects.filter(owned_condition(user, LessonPage), needs_confirmation=True)
    all_of = set(looked_after.values_list("translation_key", flat=True))
    rows = LessonProgress.objects.filter(translation_key__in=by_key, confirmed_at=None).exclude(learner=user)
    own = Count("pk", filter=Q(learner_id__in=taught_by(user)))
    counts = rows.order_by().values_list("translation_key").annotate(everybody=Count("pk"), own=own)
    found = []
    for key, everybody, mine in counts.order_by(-F("everybody")):
        people = everybody if key in all_of else mine
        if people:
            found.append(Waiting(by_key[key], people))
    return sorted(found, key=lambda one: (-one.people, one.lesson.title))
