"""Finding lessons for who works on them in the admin; what they may not touch does not exist for them."""

from django.http import Http404, HttpRequest

from lessons.models import LessonIndexPage, LessonPage
from people.models import Organization, User
from people.queries.in_scope import in_scope
from people.queries.ownership import with_owner
from people.views.current import person_of


def editable_lesson(request: HttpRequest, page_id: int) -> LessonPage:
    """Return the lesson if the reader may edit it; else answer 404."""
    lesson: LessonPage | None = LessonPage.objects.filter(pk=page_id).first()
    if lesson is None or not lesson.permissions_for_user(request.user).can_edit():
        raise Http404
    return lesson


def lists_to_add_to(user: User) -> list[LessonIndexPage]:
    """Return the lesson lists below which ``user`` may make lessons, each with its ``owner_shown``."""
    rows = with_owner(in_scope(user, LessonIndexPage.objects.all())).select_related("locale").order_by("path")
    found = [one for one in rows if one.permissions_for_user(user).can_add_subpage()]
    owners = Organization.objects.in_bulk({one.owning_organization for one in found} - {None})
    for one in found:
        one.owner_shown = owners.get(one.owning_organization, "")
    return found


def own_lists(request: HttpRequest) -> list[LessonIndexPage]:
    """Return the reader's lists; who has none finds no such address."""
    lists = lists_to_add_to(person_of(request))
    if not lists:
        raise Http404
    return lists
