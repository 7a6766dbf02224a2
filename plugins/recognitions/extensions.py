"""What the plugin shows in the pages of the rooms."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from classes.models import Enrollment
from classes.permissions import is_enrolled, may_run_class
from foundation.fragments import kept_text
from people.models import User
from plugins.recognitions.handlers import NAME
from plugins.recognitions.models import Recognition, RecognitionResult, RecognitionState
from plugins.recognitions.queries.recognitions import kept, waiting_for
from schoolhouse.activation import is_active
from schoolhouse.closing import Gap


def desk_address(page: Any, user: Any) -> str | None:
    """Lead those who run the class to its recognitions."""
    return reverse("plugins:recognitions:desk", args=[page.public_id]) if may_run_class(user, page) else None


def aside(request: HttpRequest | None, **arguments: Any) -> SafeString | None:
    """Lead learners to what they may vote about and to what was awarded. Asks nothing that is not kept."""
    page, user = arguments["page"], request.user if request is not None else None
    shown = kept().classes.get(page.pk)
    if shown is None or not isinstance(user, User) or not is_enrolled(user, page):
        return None
    return kept_text((page.public_id, shown), "recognitions/aside.html", lambda: {"page": page, "shown": shown})


def card(request: HttpRequest) -> SafeString | None:
    """Show where a ballot waits for the reader, as a learner or in a jury. No query where none is open anywhere."""
    user = request.user
    if not isinstance(user, User) or not kept().any_open:
        return None
    waiting = [one for one in waiting_for(user) if is_active(NAME, one.training_class)]
    rows = [(one.public_id, one.title, one.training_class.title) for one in waiting]
    return kept_text(rows, "recognitions/card.html", lambda: {"rows": rows}) if rows else None


def column(page: Any, enrollments: Sequence[Enrollment]) -> Mapping[int, str]:
    """Name what learners of a class were recognized for. One query."""
    keys = [one.pk for one in enrollments]
    rows = RecognitionResult.objects.filter(enrollment__in=keys, is_awarded=True).order_by("recognition")
    found: defaultdict[int, list[str]] = defaultdict(list)
    for seat, title in rows.values_list("enrollment_id", "recognition__title"):
        found[seat].append(title)
    return {seat: pgettext("names", ", ").join(titles) for seat, titles in found.items()}


def under_way(page: Any) -> Sequence[Gap]:
    """Count what is open or counted and not awarded."""
    states = (RecognitionState.OPEN, RecognitionState.COUNTED)
    waiting = Recognition.objects.filter(training_class=page, state__in=states).count()
    address = reverse("plugins:recognitions:desk", args=[page.public_id])
    return [Gap(_("recognitions that are neither awarded nor called off"), waiting, address)] if waiting else []


def move_recognitions(*, source: Any, copy: Any, **rest: Any) -> None:
    """Prepare the same recognitions for the next period; no jury, ballot or award goes along."""
    rows = Recognition.objects.filter(training_class=source).exclude(state=RecognitionState.CALLED_OFF)
    fields = ("title", "description", "means", "places", "component_id")
    Recognition.objects.bulk_create(
        Recognition(training_class=copy, **{name: getattr(row, name) for name in fields}) for row in rows
    )
