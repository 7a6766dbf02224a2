"""What the plugin shows in the pages of the rooms."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.models import Page

from classes.permissions import is_enrolled
from people.models import User
from plugins.theory_tests.permissions import may_mark
from plugins.theory_tests.queries.sittings import learners_with_tests, tests_by_class
from schoolhouse.activation import is_active

NAME = "theory_tests"
_SHOWN_AFTER = timedelta(days=3)


def desk_address(page: Any, user: Any) -> str | None:
    """Lead those who set or mark tests of the class to its desk."""
    return reverse("plugins:theory_tests:desk", args=[page.public_id]) if may_mark(user, page) else None


def aside(request: HttpRequest | None, **arguments: Any) -> SafeString | None:
    """Show learners the tests of their class. Asks nothing that is not kept."""
    page, user = arguments["page"], request.user if request is not None else None
    tests = tests_by_class().get(page.pk, ())
    if not tests or not isinstance(user, User) or not is_enrolled(user, page):
        return None
    now = timezone.now()
    near = [one for one in tests if one.closes_at > now - _SHOWN_AFTER][:4]
    return render_to_string("theory_tests/aside.html", {"page": page, "tests": near, "now": now})


def card(request: HttpRequest) -> SafeString | None:
    """Show learners what they may sit now or soon."""
    user = request.user
    if not isinstance(user, User):
        return None
    tests = [one for one in learners_with_tests(user) if is_active(NAME, one.training_class)]
    return render_to_string("theory_tests/card.html", {"tests": tests, "now": timezone.now()}) if tests else None


def explain(page: Page) -> str:
    """Say what points of tests are."""
    return _("What a test of theory comes to: of your attempts the best one counts, once the test is over.")
