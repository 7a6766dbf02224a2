"""What class teachers may do with the pages of classes in Wagtail's admin, beyond the rights of their groups.

Wagtail's groups give a right on everything below a place of the page tree; a class teacher edits and publishes classes,
not the lessons and home pages beside them. So here the role adds rights by the type of a page, and a class's own
``class_teacher`` has them at that class, wherever the role is held. Both hold as long as role and name do: nothing is
written down that could go stale.
"""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from wagtail.models import Page, PagePermissionTester

from foundation.trees import parent_path, paths_to
from people.admin.named_pages import register_named_pages
from people.models import OrganizationPage, User
from people.queries.pages import register_pages_worked_on
from people.roles import ADMIN_ROLES, Role
from people.scope import scope_of

RIGHTS = ("add", "change", "publish")
"""What a class teacher may do with a class and the pages below it."""
_PLACES, _NAMED = "_places_as_class_teacher", "_classes_as_named_teacher"


class ClassPagePermissionTester(PagePermissionTester):
    """Wagtail's answers about a page of the classes; class teachers of its organization edit and publish it."""

    def __init__(self, user: User | AnonymousUser, page: Page) -> None:
        super().__init__(user, page)
        self.is_class_teacher = False
        if user.is_active and not user.is_superuser:
            above, places = paths_to(page.path), places_as_class_teacher(user)
            self.is_class_teacher = not places.isdisjoint(above)
            # What stands directly below a home page, the list of classes or a salon, is an editor's.
            if self.is_class_teacher and parent_path(page.path) not in places:
                self.permissions |= set(RIGHTS)

    def can_publish_subpage(self) -> bool:
        """Let class teachers publish a new class also where the list itself is not theirs."""
        may_hold_pages = bool(self.page.specific_class and self.page.specific_class.creatable_subpage_models())
        return bool(super().can_publish_subpage()) or (self.is_class_teacher and may_hold_pages)


class ClassPageMixin:
    """A page type of the classes: class teachers of its organization work on it."""

    def permissions_for_user(self, user: User | AnonymousUser) -> PagePermissionTester:
        """Return what ``user`` may do with this page."""
        return ClassPagePermissionTester(user, self)  # type: ignore[arg-type]


def places_as_class_teacher(user: Any) -> frozenset[str]:
    """Return the tree paths of the home pages where ``user`` is a class teacher, by the role. Kept on the object."""
    if not hasattr(user, _PLACES):
        scope, paths = scope_of(user), frozenset[str]()
        if scope.has_role(Role.CLASS_TEACHER):
            places = OrganizationPage.objects.filter(scope.within("organization", Role.CLASS_TEACHER))
            paths = frozenset(places.values_list("page__path", flat=True))
        setattr(user, _PLACES, paths)
    return getattr(user, _PLACES)  # type: ignore[no-any-return]


def named_classes(user: Any) -> list[Page]:
    """Return the classes that name ``user`` outside the places of the role. Kept on the object."""
    from classes.models import TrainingClassPage

    if not hasattr(user, _NAMED):
        places = places_as_class_teacher(user)
        pages = Page.objects.filter(pk__in=TrainingClassPage.objects.filter(class_teacher=user.pk).values("pk"))
        if not scope_of(user).has_role(*ADMIN_ROLES):  # whom another naming lets into the admin
            pages = pages.none()
        setattr(user, _NAMED, [page for page in pages if places.isdisjoint(paths_to(page.path))])
    return getattr(user, _NAMED)  # type: ignore[no-any-return]


def _below_named_classes(user: User) -> Q:
    condition = Q(pk__in=())
    for page in named_classes(user):
        condition |= Q(path__startswith=page.path)
    return condition


def register_page_rights() -> None:
    """Let Wagtail's admin, and the gate before it, know of the teachers whom classes name."""
    register_named_pages(named_classes, RIGHTS)
    register_pages_worked_on(_below_named_classes)
