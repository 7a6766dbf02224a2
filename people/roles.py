"""The roles that people hold in organizations, and what each of them carries: the one place to read it.

A role holds in its organization *and everything below it*. The front end asks ``people.scope`` for roles; Wagtail asks
Django's groups. For each role that works in the admin and each organization the software makes one group (see
``people.actions.places``) with the rights written out here; nobody edits those groups by hand.
"""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person is in an organization and everything below it."""

    ADMINISTRATOR = "administrator", _("School administrator")
    EDITOR = "editor", _("Editor")
    CLASS_TEACHER = "class_teacher", _("Class teacher")
    COORDINATOR = "coordinator", _("Unit coordinator")
    HEAD = "head", _("Head")
    INSTRUCTOR = "instructor", _("Instructor")
    LEARNER = "learner", _("Learner")
    POINT = "point", _("Learning point")


@dataclass(frozen=True)
class RoleRights:
    """What one role carries.

    ``rank`` orders roles for "nobody grants a role above their own". ``grants`` are the roles that its holders may give
    and take within their organizations. ``pages`` are Wagtail's page permissions on every place of the organization;
    ``add`` alone lets a person write pages and change those of their own. ``files`` are the permissions on images,
    documents and media of the organization's collections. ``admin`` opens the door of the Wagtail admin.
    """

    rank: int
    grants: frozenset[str] = frozenset()
    admin: bool = False
    pages: tuple[str, ...] = ()
    files: tuple[str, ...] = ()


_EVERY_PAGE_RIGHT = ("add", "change", "publish", "bulk_delete", "lock", "unlock")

ROLES: dict[str, RoleRights] = {
    # Runs the school there: people, roles, organizations, and whatever an editor does.
    Role.ADMINISTRATOR: RoleRights(
        rank=100,
        grants=frozenset(Role.values),
        admin=True,
        pages=_EVERY_PAGE_RIGHT,
        files=("add", "change", "delete", "choose"),
    ),
    # Writes and publishes lessons, classes, live classes and forums; looks after the files.
    Role.EDITOR: RoleRights(
        rank=60,
        grants=frozenset(),
        admin=True,
        pages=_EVERY_PAGE_RIGHT,
        files=("add", "change", "delete", "choose"),
    ),
    # Runs classes at the desk: writes pages of their own and sends them to an editor. Classes and what stands below
    # them a class teacher also publishes: see ``classes.models.page_rights``.
    Role.CLASS_TEACHER: RoleRights(
        rank=50,
        grants=frozenset({Role.LEARNER}),
        admin=True,
        pages=("add",),
        files=("add", "choose"),
    ),
    # Names the own organization's people and sees how they do, on the front end.
    Role.COORDINATOR: RoleRights(rank=30),
    # Reads the figures of the whole subtree.
    Role.HEAD: RoleRights(rank=40),
    # Teaches, reads feedback on the own lectures, moderates and scores.
    Role.INSTRUCTOR: RoleRights(rank=20),
    # Learns.
    Role.LEARNER: RoleRights(rank=10),
    # One screen in a village room.
    Role.POINT: RoleRights(rank=10),
}

ADMIN_ROLES = frozenset(role for role, rights in ROLES.items() if rights.admin)
"""Roles that work in the Wagtail admin; only these have groups."""

EDITING_ROLES = frozenset({Role.ADMINISTRATOR, Role.EDITOR})
"""Roles that publish pages and look after files."""

STAFF_ROLES = ADMIN_ROLES | {Role.COORDINATOR, Role.HEAD, Role.INSTRUCTOR}
"""Roles of people who work for the school rather than learn in it."""
