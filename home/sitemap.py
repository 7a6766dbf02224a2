"""The addresses that search engines are told: only what a stranger may open."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from wagtail.contrib.sitemaps import Sitemap
from wagtail.query import PageQuerySet

from classes.models import TrainingClassIndexPage, TrainingClassPage
from home.models import HomePage
from lessons.models import LessonIndexPage, LessonPage
from people.audience import visible_to

_OPEN_TYPES = (HomePage, LessonIndexPage, TrainingClassIndexPage)
_AUDIENCE_TYPES = (LessonPage, TrainingClassPage)


class SchoolSitemap(Sitemap):
    """Home pages and lists, and lessons and classes whose audience is everyone. Wagtail's own knows no audience."""

    def items(self) -> PageQuerySet:
        """Return the pages, in tree order."""
        stranger = AnonymousUser()
        wanted = Q(pk__in=())
        for model in _OPEN_TYPES:
            wanted |= Q(pk__in=model.objects.values("pk"))
        for model in _AUDIENCE_TYPES:
            wanted |= Q(pk__in=visible_to(stranger, model.objects.all()).values("pk"))
        return super().items().filter(wanted)
