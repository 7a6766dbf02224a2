"""How often lessons were looked at."""

import datetime
import time
import uuid

from django.db.models import Sum
from django.utils import timezone

from foundation.fragments import kept_value
from lessons.models import LessonViewDay

RECENT = datetime.timedelta(days=90)
"""What "most viewed" looks at: what is good now, not what is old."""
KEPT_SECONDS = 300


def recent_views() -> dict[uuid.UUID, int]:
    """Return the views of each lesson in the last months, at most five minutes old."""
    name = ("lessons.recent_views", timezone.localdate(), int(time.time() // KEPT_SECONDS))
    return kept_value(name, _recent_views)  # type: ignore[no-any-return]


def _recent_views() -> dict[uuid.UUID, int]:
    days = LessonViewDay.objects.filter(day__gt=timezone.localdate() - RECENT)
    return dict(days.order_by().values_list("translation_key").annotate(total=Sum("views")))
