"""What the hooks of Wagtail's page editor call."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.widgets import Button
from wagtail.models import Page

from classes.models import LiveClassPage, TrainingClassPage
from classes.permissions import may_run_class, may_view_as_learners
from people.models import User


def roster_buttons(page: Page, user: User, *args: object, **kwargs: object) -> Iterator[Button]:
    """Lead from a class in the admin to its roster, for who runs it."""
    if not issubclass(page.specific_class or Page, TrainingClassPage):
        return
    training_class: TrainingClassPage = page.specific
    if may_run_class(user, training_class):
        key = [training_class.public_id]
        yield Button(_("Roster"), reverse("classes:roster", args=key), icon_name="group", priority=90)
        yield Button(
            _("Take a list from a file"), reverse("classes:roster_import", args=key), icon_name="upload", priority=91
        )


def viewing_buttons(page: Page, user: User, *args: object, **kwargs: object) -> Iterator[Button]:
    """Lead from a class, or from a live class or forum of it, to the learners as whom one may look at that page."""
    training_class = TrainingClassPage.objects.ancestor_of(page, inclusive=True).first()
    if training_class is not None and may_view_as_learners(user, training_class):
        address = reverse("classes:view_as", args=[training_class.public_id])
        yield Button(_("View as a learner"), f"{address}?at={page.pk}", icon_name="view", priority=92)


def warn_outside_class(request: HttpRequest, page: Page) -> None:
    """Say so where a live class does not lie within the days of its class; it is kept all the same."""
    if not isinstance(page, LiveClassPage):
        return
    training_class = TrainingClassPage.objects.parent_of(page).first()
    if training_class is None:
        return
    zone = training_class.zone
    first, last = page.starts_at.astimezone(zone).date(), page.ends_at.astimezone(zone).date()
    if first < training_class.starts_on or last > training_class.ends_on:
        messages.warning(
            request,
            _("“%(title)s” lies outside the days of its class (%(first)s to %(last)s).")
            % {"title": page.title, "first": training_class.starts_on, "last": training_class.ends_on},
        )
