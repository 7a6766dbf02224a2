"""Naming co-authors of a lesson."""

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from foundation.trees import paths_to
from lessons.authoring.rights import forget_named
from lessons.models import CoAuthor, LessonPage
from lessons.permissions import may_name_co_authors
from people.models import User
from people.queries.ownership import organization_of
from people.roles import STAFF_ROLES
from people.scope import holdings_of
from schoolhouse.refusals import Refusal

DOOR = "lessons · co-authors"
"""The group that opens the admin to co-authors who edit and hold no role that does; kept by this module alone."""


@transaction.atomic
def name_co_author(*, lesson: LessonPage, person: User, may_edit: bool, by: User) -> CoAuthor:
    """Let ``person`` help with ``lesson``: suggest, or edit its draft. Naming again changes what they may."""
    _check(lesson, by)
    if not person.is_active or not _works_in_tree_of(lesson, person):
        raise Refusal(_("Only somebody who works for one of our schools can help to write a lesson."), code="no_staff")
    named, made = CoAuthor.objects.update_or_create(
        page=lesson,
        person=person,
        defaults={"may_edit": may_edit},
        create_defaults={"may_edit": may_edit, "named_by": by},
    )
    sync_door(person)
    if made:
        log(instance=lesson, action="lessons.name_co_author", user=by, data={"person": person.full_name})
    return named


@transaction.atomic
def drop_co_author(*, lesson: LessonPage, person: User, by: User) -> None:
    """Take the name back."""
    _check(lesson, by)
    dropped, _by_model = CoAuthor.objects.filter(page=lesson, person=person).delete()
    sync_door(person)
    if dropped:
        log(instance=lesson, action="lessons.drop_co_author", user=by, data={"person": person.full_name})


def sync_door(person: User) -> None:
    """Open the admin to who edits a lesson and works for a school, and shut it when that ends."""
    group, made = Group.objects.get_or_create(name=DOOR)
    if made:
        group.permissions.set(
            Permission.objects.filter(content_type__app_label="wagtailadmin", codename="access_admin")
        )
    edits = CoAuthor.objects.filter(person=person, may_edit=True).exists()
    works = any(holding.role in STAFF_ROLES for holding in holdings_of(person))
    if edits and works:
        person.groups.add(group)
    else:
        person.groups.remove(group)
    forget_named(person)


def follow_roles(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Look at the door again when somebody's role came or went."""
    person = User.objects.filter(pk=instance.user_id).first()
    if person is not None and CoAuthor.objects.filter(person=person, may_edit=True).exists():
        transaction.on_commit(lambda: sync_door(person))


def _works_in_tree_of(lesson: LessonPage, person: User) -> bool:
    """Say whether ``person`` works anywhere below the topmost organization above the lesson's own."""
    owner = organization_of(lesson)
    top = paths_to(owner.path)[0] if owner else ""
    return person.is_superuser or any(h.role in STAFF_ROLES and h.path.startswith(top) for h in holdings_of(person))


def _check(lesson: LessonPage, by: User) -> None:
    if not may_name_co_authors(by, lesson):
        raise Refusal(_("You may not name co-authors of this lesson."), code="lesson_not_yours", status=403)
