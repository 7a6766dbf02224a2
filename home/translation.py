"""What is translated, and what exists once.

Home, index and lesson pages stand in each language. Class, live-class and forum pages exist once: a class is held once,
whichever language its page is written in. Wagtail's own "translate this subtree" copies everything; the walk uses plain
``Page`` instances, so it is kept from going into classes and forums here.
"""

import functools
from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.actions.copy_for_translation import CopyPageForTranslationAction, CopyPageForTranslationPermissionError
from wagtail.actions.create_alias import CreatePageAliasAction, CreatePageAliasPermissionError
from wagtail.admin import messages
from wagtail.admin.widgets import Button
from wagtail.contrib.simple_translation import wagtail_hooks as simple_translation
from wagtail.contrib.simple_translation.views import SubmitPageTranslationView
from wagtail.models import Page

from classes.models import LiveClassPage, TrainingClassPage
from forums.models import ForumPage

HELD_ONCE = (TrainingClassPage, LiveClassPage, ForumPage)
"""Page types that exist once and are never copied into another language."""

TRANSLATE_BUTTONS = (
    ("register_page_listing_more_buttons", simple_translation.page_listing_more_buttons),
    ("register_page_header_buttons", simple_translation.page_header_buttons),
)
REFUSAL = _("Classes, live classes and forums exist once; they are not translated or mirrored.")


def is_held_once(page: Page) -> bool:
    """Say whether ``page`` is a class, live class or forum."""
    return issubclass(page.specific_class or Page, HELD_ONCE)


class HeldOnce(CopyPageForTranslationPermissionError, CreatePageAliasPermissionError):
    """A class, live class or forum was to be translated or mirrored."""


def _refuse_held_once(page: Page) -> None:
    if is_held_once(page):
        raise HeldOnce(str(REFUSAL))


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


def _offer(stock: Callable[..., Iterator[Button]]) -> Callable[..., Iterator[Button]]:
    """Make of Wagtail's "Translate" button one that leaves out what exists once."""

    @functools.wraps(stock)
    def buttons(page: Page, *args: Any, **kwargs: Any) -> Iterator[Button]:
        return iter(()) if is_held_once(page) else stock(page, *args, **kwargs)

    return buttons


def _explain(self: SubmitPageTranslationView, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
    """Say why there is no form for a page that exists once, and lead back to it."""
    page = get_object_or_404(Page, pk=kwargs["page_id"])
    if not is_held_once(page) or not page.permissions_for_user(request.user).can_edit():
        return _stock_dispatch(self, request, **kwargs)
    messages.error(request, str(REFUSAL))
    return redirect("wagtailadmin_pages:edit", page.pk)


_stock_dispatch = SubmitPageTranslationView.dispatch
_stock_check_translation = CopyPageForTranslationAction.check
_stock_check_alias = CreatePageAliasAction.check


def guard_translation() -> None:
    """Put the guards in place: Wagtail offers no hook on this walk, and its form posts past every other check.

    Nor does it let a hook take its buttons away: they are wrapped where they are registered.
    """
    for name, button in TRANSLATE_BUTTONS:
        known = hooks._hooks[name]
        known[:] = [(_offer(button) if hook is button else hook, order) for hook, order in known]
    SubmitPageTranslationView.dispatch = _explain
    CopyPageForTranslationAction.check = _check_translation
    CopyPageForTranslationAction.walk = _walk
    CreatePageAliasAction.check = _check_alias
