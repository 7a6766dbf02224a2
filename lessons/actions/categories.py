"""Placing categories in the course system."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from lessons.models import LessonCategory
from lessons.models.category import translated_above
from people.models import User
from people.roles import EDITING_ROLES
from people.scope import scope_of
from schoolhouse.refusals import Refusal


@transaction.atomic
def save_category(*, category: LessonCategory, by: User | None) -> LessonCategory:
    """Save a category where it says that it stands; its translations, and all below it, follow in place and kind.

    Refused where ``by`` may not work at its organization, and (409) where it would stand below itself or outside the
    organization of the category above. The course system of its languages is locked meanwhile, so that two moves at
    once cannot make a circle.
    """
    if by is not None and not scope_of(by).may(EDITING_ROLES, category.organization):
        raise Refusal(_("You may not do that in this organization."), code="organization_not_yours", status=403)
    list(LessonCategory.objects.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    _check(category)
    category.save()
    for other in category.get_translations():
        other.parent = translated_above(category, other.locale)
        other.kind, other.sort_order = category.kind, category.sort_order
        _check(other)
        other.save()
        _hand_down(other)
    _hand_down(category)
    return category


def _check(category: LessonCategory) -> None:
    try:
        category.clean()
    except ValidationError as error:
        raise Refusal(" ".join(error.messages), code="category_misplaced") from error


def _hand_down(category: LessonCategory) -> None:
    """Let everything below have the kind of ``category``."""
    for child in LessonCategory.objects.filter(parent=category).exclude(kind=category.kind):
        child.kind = category.kind
        child.save()
        _hand_down(child)
