"""What is translated, and what exists once.

Home, index and lesson pages stand in each language. Class, live-class and forum pages exist once: a class is held once,
whichever language its page is written in. Wagtail's own "translate this subtree" copies everything; the walk uses plain
``Page`` instances, so it is kept from going into classes and forums here.
"""

from django.utils.translation import gettext as _
from wagtail.actions.copy_for_translation import CopyPageForTranslationAction, CopyPageForTranslationPermissionError
from wagtail.actions.create_alias import CreatePageAliasAction, CreatePageAliasPermissionError
from wagtail.models import Page

from classes.models import LiveClassPage, TrainingClassPage
from forums.models import ForumPage

HELD_ONCE = (TrainingClassPage, LiveClassPage, ForumPage)
"""Page types that exist once and are never copied into another language."""


def is_held_once(page: Page) -> bool:
    """Say whether ``page`` is a class, live class or forum."""
    return issubclass(page.specific_class or Page, HELD_ONCE)


class HeldOnce(CopyPageForTranslationPermissionError, CreatePageAliasPermissionError):
    """A class, live class or forum was to be translated or mirrored."""


def _refuse_held_once(page: Page) -> None:
    if is_held_once(page):
        raise HeldOnce(_("Classes, live classes and forums exist once; they are not translated or mirrored."))


def _check_translation(self: CopyPageForTranslationAction, skip_permission_checks: bool = False) -> None:
    _refuse_held_once(self.page)
    _stock_check_translation(self, skip_permission_checks=skip_permission_checks)


def _check_alias(self: CreatePageAliasAction, skip_permission_checks: bool = False) -> None:
    _refuse_held_once(self.page)
    _stock_check_alias(self, skip_permission_checks=skip_permission_checks)


def _walk(self: CopyPageForTranslationAction, current_page: Page) -> None:
    """Translate what stands below ``current_page``, leaving out what exists once."""
    for child in current_page.get_children():
        if not is_held_once(child):
            CopyPageForTranslationAction(
                page=child,
                locale=self.locale,
                copy_parents=self.copy_parents,
                alias=self.alias,
                exclude_fields=self.exclude_fields,
                user=self.user,
                include_subtree=True,
            ).execute(skip_permission_checks=True)


_stock_check_translation = CopyPageForTranslationAction.check
_stock_check_alias = CreatePageAliasAction.check


def guard_translation() -> None:
    """Put the guards in place: Wagtail offers no hook on this walk, and its form posts past every other check."""
    CopyPageForTranslationAction.check = _check_translation
    CopyPageForTranslationAction.walk = _walk
    CreatePageAliasAction.check = _check_alias
