"""Who may open which page: the rules of all rooms, asked in one place."""

from django.contrib.auth.models import AnonymousUser
from wagtail.models import Page

from classes.models import LiveClassPage, TrainingClassPage
from classes.permissions import may_know_of, may_see_inside, settle_enrollment
from forums.models import ForumPage
from forums.permissions import may_read
from people.audience import may_see
from people.models import User


def may_open(user: User | AnonymousUser, page: Page) -> bool:
    """Say whether ``user`` may open ``page``: what belongs to a class by the class, everything else by audience."""
    page = page.specific
    if isinstance(page, ForumPage):
        return may_read(user, page)
    if isinstance(page, TrainingClassPage):
        settle_enrollment(user, page)  # once for this answer and for the page that is served after it
        return may_know_of(user, page)
    if isinstance(page, LiveClassPage):
        return may_see_inside(user, page.get_parent().specific)
    return may_see(user, page)
