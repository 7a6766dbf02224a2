"""Duplicating a lesson, also one that is offered as a template."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.actions.copy_page import CopyPageAction
from wagtail.models import Page

from lessons.models import LessonPage
from people.audience import Audience
from people.models import User
from people.queries.ownership import organization_of
from people.queries.pages import pages_choosable_by
from schoolhouse.refusals import Refusal

LEFT_BEHIND = [
    "locked",
    "locked_at",
    "locked_by",
    "go_live_at",
    "expire_at",
    "expired",
    "is_template",
    "latest_revision_created_at",
]
"""Fields that belong to the original alone."""


class LessonCopyAction(CopyPageAction):
    """Wagtail's copy as a draft, of the newest draft of a lesson that was never published.

    Comments, revisions, workflow, schedule, lock and aliases stay with the original; progress and counts of readers
    key on ``translation_key``, which is new. Blocks keep their ids: records on them carry the translation key as well.
    """

    def __init__(self, page: Page, **options: Any) -> None:
        super().__init__(page, copy_revisions=False, keep_live=False, **options)

    def _copy_page(self, page: Page, *args: Any, exclude_fields: list[str] | None = None, **kwargs: Any) -> Page:
        if not page.live and page.latest_revision_id:
            page = page.get_latest_revision_as_object()
        return super()._copy_page(page, *args, exclude_fields=[*(exclude_fields or []), *LEFT_BEHIND], **kwargs)


@transaction.atomic
def copy_lesson(*, lesson: LessonPage, parent: Page, title: str, by: User, slug: str = "") -> LessonPage:
    """Make a draft of ``lesson`` below ``parent``, which ``by`` writes from now on.

    Raises ``Refusal`` where ``by`` may not take it from there or put it here.
    """
    parent = Page.objects.get(pk=parent.pk)
    may_take = lesson.permissions_for_user(by).can_copy() or may_use_template(by, lesson)
    may_put = parent.permissions_for_user(by).can_add_subpage() and LessonPage.can_create_at(parent)
    if not may_take or not may_put:
        raise Refusal(_("You may not put a copy of this lesson there."), code="copy_refused", status=403)
    attributes = {"title": title, "slug": slug or free_slug(lesson.slug, parent), "locale": parent.locale}
    if organization_of(parent) != organization_of(lesson) and lesson.audience == Audience.ORGANIZATION:
        attributes["audience_organization"] = organization_of(parent)
    action = LessonCopyAction(lesson, to=parent, update_attrs=attributes, user=by)
    copy: LessonPage = action.execute(skip_permission_checks=True)
    return copy


def may_use_template(by: User, lesson: LessonPage) -> bool:
    """Say whether ``lesson`` is a template that ``by`` may begin with."""
    return lesson.is_template and templates_for(by).filter(pk=lesson.pk).exists()


def templates_for(user: User) -> Any:
    """Return the templates of the organizations where ``user`` works, and the published ones of those above."""
    templates = LessonPage.objects.filter(is_template=True, alias_of=None)
    offered = pages_choosable_by(user, Page.objects.filter(pk__in=templates.values("pk"))).values("pk")
    return templates.filter(pk__in=offered).select_related("locale").order_by("title", "pk")


def free_slug(slug: str, parent: Page) -> str:
    """Return ``slug``, with a number where something below ``parent`` has it already."""
    taken = set(parent.get_children().filter(slug__startswith=slug[:240]).values_list("slug", flat=True))
    numbers = (f"{slug[:240]}-{number}" for number in range(2, len(taken) + 3))
    return slug if slug not in taken else next(one for one in numbers if one not in taken)
