"""Cards of pages within lessons: who may see the page sees the card.

A card that strangers may see is part of the text that all readers share; any other is asked for each reader. Text and
card follow every change of a page through ``people.published``.
"""

import json
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from wagtail.models import Page

from foundation.fragments import kept_value, late_part, register_late_part
from foundation.fragments.readers import origin_of
from foundation.trees import paths_to
from people.audience import may_see
from people.published import published_version
from people.queries.audience import restrictions_at

PART = "lessons.page_card"
NOTHING = mark_safe("")
_CARD = (
    '<article class="card card--link page-card"><p class="card__kicker">{}</p>'
    '<h3 class="card__title"><a href="{}"{}>{}</a></h3>{}</article>'
)


def page_card(page: Page | None, note: str, context: Mapping[str, Any]) -> SafeString:
    """Return the card of ``page``, a place for it in a shared text, or nothing."""
    if page is None or not page.live:
        return NOTHING
    if may_see(AnonymousUser(), page):
        return _card(page.specific, note, context.get("request"))
    return late_part(context, PART, json.dumps([page.pk, note]))


def own_page_card(request: HttpRequest, argument: str) -> SafeString:
    """Return the card that ``page_card`` left a place for, where this reader may see the page.

    Asks nothing for an audience that needs no asking: page and card are read once for each version of what is there.
    """
    name = ("lessons.page_card", argument, get_language(), origin_of(request), published_version())
    page, card = kept_value(name, lambda: _read(request, argument))
    return card if page is not None and may_see(request.user, page) else NOTHING


def _read(request: HttpRequest, argument: str) -> tuple[Page | None, SafeString]:
    """Return a published page, with what has to be known of it to say who may see it, and its card."""
    number, note = json.loads(argument)
    page = Page.objects.live().filter(pk=number).specific().first()
    if page is None:
        return None, NOTHING
    page.may_be_restricted = bool(restrictions_at.all(paths=paths_to(page.path)))
    _organization = getattr(page, "audience_organization", None)
    return page, _card(page, note, request)


def _card(page: Page, note: str, request: HttpRequest | None) -> SafeString:
    address = page.get_url(request)
    if not address:
        return NOTHING
    words = note or getattr(page, "intro", "") or page.search_description
    below = format_html('<p class="card__note">{}</p>', words) if words else NOTHING
    return format_html(_CARD, page.page_type_display_name, address, _language(page), page.title, below)


def _language(page: Page) -> SafeString:
    code = page.locale.language_code
    return format_html(' lang="{}"', "zh-Hans" if code == "zh-hans" else code)


register_late_part(PART, own_page_card)
