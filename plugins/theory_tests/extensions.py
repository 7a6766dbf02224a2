"""What the plugin shows in the pages of the rooms."""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.models import Page

from classes.permissions import is_enrolled, may_run_class
from foundation import stamps
from foundation.fragments import kept_text
from people.models import User
from plugins.theory_tests.models import Sitting
from plugins.theory_tests.permissions import may_mark
from plugins.theory_tests.queries.sittings import STAMP, may_be_sat, tests_by_class
from schoolhouse.activation import is_active

NAME = "theory_tests"
_SHOWN_AFTER = timedelta(days=3)


def desk_address(page: Any, user: Any) -> str | None:
    """Lead those who set or mark tests of the class to its desk."""
    # Whoever runs the class is led there without a query; the page itself asks whether they are learners as well.
    leads = may_run_class(user, page) or may_mark(user, page)
    return reverse("plugins:theory_tests:desk", args=[page.public_id]) if leads else None


def aside(request: HttpRequest | None, **arguments: Any) -> SafeString | None:
    """Show learners the tests of their class. Asks nothing that is not kept."""
    page, user = arguments["page"], request.user if request is not None else None
    tests = tests_by_class().get(page.pk, ())
    if not tests or not isinstance(user, User) or not is_enrolled(user, page):
        return None
    now = timezone.now()
    near = tuple(one for one in tests if one.closes_at > now - _SHOWN_AFTER)[:4]
    key = (page.public_id, near, timezone.get_current_timezone_name())
    return kept_text(key, "theory_tests/aside.html", lambda: {"page": page, "tests": near}) if near else None


def card(request: HttpRequest) -> SafeString | None:
    """Show learners what they may sit now or soon."""
    user = request.user
    if not isinstance(user, User):
        return None
    now = timezone.now()
    tests = [(one, one.opens_at <= now) for one in may_be_sat(user) if is_active(NAME, one.training_class)]
    return kept_text(tests, "theory_tests/card.html", lambda: {"tests": tests}) if tests else None


def explain(page: Page) -> str:
    """Say what points of tests are."""
    return _("What a test of theory comes to: of your attempts the best one counts, once the test is over.")


def move_tests(*, source: Any, copy: Any, pages: dict[int, int], shift: timedelta, by: Any) -> None:
    """Set the same tests for the next period, at the same hours; nobody's attempts go along."""
    rows = Sitting.objects.filter(training_class=source, is_withdrawn=False)
    kept = ("version_id", "title", "shows", "has_second_marker", "agree_percent", "component_id", "award")
    Sitting.objects.bulk_create(
        Sitting(
            training_class=copy,
            opens_at=_moved(row.opens_at, source, copy, shift),
            closes_at=_moved(row.closes_at, source, copy, shift),
            results_from=_moved(row.results_from, source, copy, shift) if row.results_from else None,
            by=by,
            **{name: getattr(row, name) for name in kept},
        )
        for row in rows
    )
    stamps.bump(STAMP)


def _moved(at: datetime, source: Any, copy: Any, shift: timedelta) -> datetime:
    """Return the moment that the clock of the next class shows so much later."""
    return (at.astimezone(source.zone).replace(tzinfo=None) + shift).replace(tzinfo=copy.zone)
