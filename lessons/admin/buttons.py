"""Buttons of the lessons room beside Wagtail's own."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.widgets import Button
from wagtail.models import Page

from lessons.models import LessonIndexPage, LessonPage, LessonSuggestion, SuggestionState
from lessons.permissions import may_name_co_authors
from people.models import User


def header_buttons(page: Page, user: User, *args: object, **kwargs: object) -> Iterator[Button]:
    """Lead from a lesson list to the ways of making a lesson, from a lesson to those who help with it."""
    page_type = page.specific_class or Page
    if issubclass(page_type, LessonIndexPage):
        if page.permissions_for_user(user).can_add_subpage():
            yield from making_buttons(f"?list={page.pk}")
    elif issubclass(page_type, LessonPage) and page.pk:
        lesson: LessonPage = page.specific
        if not lesson.permissions_for_user(user).can_edit():
            return
        count = LessonSuggestion.objects.filter(comment__page=page.pk, state=SuggestionState.OPEN).count()
        label = _("Suggestions (%(count)s)") % {"count": count} if count else _("Suggestions")
        yield Button(label, reverse("lessons_suggestions", args=[page.pk]), icon_name="comment", priority=80)
        if may_name_co_authors(user, lesson):
            yield Button(_("Co-authors"), reverse("lessons_co_authors", args=[page.pk]), icon_name="group", priority=81)


def making_buttons(query: str = "") -> Iterator[Button]:
    """Give the buttons of the ways to make a lesson other than from nothing."""
    yield Button(_("From a Word document"), reverse("lessons_documents") + query, icon_name="upload", priority=80)
    yield Button(_("From a template"), reverse("lessons_templates") + query, icon_name="copy", priority=81)
