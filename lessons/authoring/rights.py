"""What co-authors may do with a lesson in Wagtail's admin: edit its draft, and nothing else."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page, PagePermissionTester

from people.admin.named_pages import register_named_pages
from people.models import User
from people.queries.pages import register_pages_worked_on
from people.roles import STAFF_ROLES
from people.scope import scope_of

_NAMED = "_lessons_as_co_author"


class LessonPermissionTester(PagePermissionTester):
    """Wagtail's answers about a lesson; who is only named there neither deletes nor moves it."""

    def __init__(self, user: User | AnonymousUser, page: Page) -> None:
        super().__init__(user, page)
        self.only_helps = only_helps(user, page, getattr(self, "permissions", set()))

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Leave it to those whose place it is."""
        return not self.only_helps and bool(super().can_delete(ignore_bulk))


def only_helps(user: Any, page: Page, permissions: set[str]) -> bool:
    """Say whether all that ``user`` may do with ``page`` comes from being named as its co-author."""
    if not user.is_active or user.is_superuser or "publish" in permissions or page.owner_id == user.pk:
        return False
    return page.pk in {one.pk for one in lessons_to_edit(user)}


def lessons_to_edit(user: Any) -> list[Page]:
    """Return the lessons whose draft ``user`` may edit as a co-author; while working for the school. Kept on it."""
    if not hasattr(user, _NAMED):
        from lessons.models import CoAuthor

        found: list[Page] = []
        if isinstance(user, User) and user.is_active and scope_of(user).has_role(*STAFF_ROLES):
            named = CoAuthor.objects.filter(person_id=user.pk, may_edit=True)
            found = list(Page.objects.filter(pk__in=named.values("page")))
        setattr(user, _NAMED, found)
    return getattr(user, _NAMED)  # type: ignore[no-any-return]


def forget_named(user: Any) -> None:
    """Ask again; for who was just named."""
    for name in (_NAMED, "_page_permission_cache", "_explorable_root_page_cache"):
        user.__dict__.pop(name, None)


def _named_pages(user: User) -> Q:
    return Q(pk__in=[page.pk for page in lessons_to_edit(user)])


def refuse_to_helpers(request: HttpRequest, page: Page, *args: Any) -> HttpResponse | None:
    """Keep co-authors from deleting and moving lessons, also where Wagtail asks the plain page."""
    tester = page.permissions_for_user(request.user)
    if not only_helps(request.user, page, getattr(tester, "permissions", set())):
        return None
    messages.error(request, _("You help to write this lesson. Only those whose lesson it is delete or move it."))
    return redirect("wagtailadmin_pages:edit", page.pk)


def refuse_bulk_to_helpers(request: HttpRequest, action_type: str, objects: Any, action: Any) -> HttpResponse | None:
    """The same for several pages at once."""
    if action_type not in ("delete", "move"):
        return None
    for one in objects:
        if isinstance(one, Page) and (refused := refuse_to_helpers(request, one)):
            return refused
    return None


def register_rights() -> None:
    """Let Wagtail, and the gate before its admin, know of co-authors."""
    register_named_pages(lessons_to_edit, ("change",))
    register_pages_worked_on(_named_pages, roles=STAFF_ROLES)
