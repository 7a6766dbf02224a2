"""Where the links of a lesson lead, looked up in a few queries whatever their number."""

import re
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from lessons.quality.kinds import Finding
from lessons.quality.reading import Link
from people.audience import Audience, AudienceMixin
from people.models import SchoolDocument

Placed = tuple[str, Link]
_HOST = re.compile(r"[^\s/?#@]+(:\d{1,5})?")
_OPENNESS = {Audience.PUBLIC: 2, Audience.SIGNED_IN: 1}


def check_links(lesson: Any, links: list[Placed]) -> list[Finding]:
    """Return what is wrong with the links of ``lesson``."""
    pages = _pages({link.target for _path, link in links if link.kind in ("page", "card")})
    documents = _documents({link.target for _path, link in links if link.kind == "document"})
    dead = dead_paths({link.target for _path, link in links if not link.kind and link.target.startswith("/")})
    found = []
    for path, link in links:
        name = link.text.strip()[:60] or "…"
        if link.kind == "page":
            found += _check_page(lesson, pages.get(link.target), path, name)
        elif link.kind == "card":
            # Only those who may see the page see its card; but nobody sees that of a draft.
            found += _check_page(None, pages.get(link.target), path, name)
        elif link.target in dead:
            found.append(Finding("page_gone", path, {"name": name}))
        elif link.kind == "document" and link.target not in documents:
            found.append(Finding("document_gone", path, {"name": name}))
        elif not link.kind and not is_address(link.target):
            found.append(Finding("address", path, {"name": name, "to": link.target[:200]}))
    return found


def is_address(address: str) -> bool:
    """Say whether an address can be right; whether anything answers there is not asked: schools are on closed nets."""
    if address.startswith(("#", "/")):
        return not address.startswith("//")
    try:
        parts = urlsplit(address)
        _port = parts.port
    except ValueError:
        return False
    if parts.scheme in ("mailto", "tel"):
        return bool(parts.path) and " " not in parts.path
    return parts.scheme in ("http", "https") and bool(_HOST.fullmatch(parts.netloc)) and " " not in address


def _check_page(lesson: Any, page: Page | None, path: str, name: str) -> list[Finding]:
    if page is None:
        return [Finding("page_gone", path, {"name": name})]
    if not page.live:
        return [Finding("page_draft", path, {"name": name, "to": page.title})]
    if lesson is not None and isinstance(page, AudienceMixin) and is_narrower(page, lesson):
        return [Finding("page_hidden", path, {"name": name, "to": str(page)})]
    return []


def is_narrower(page: AudienceMixin, lesson: AudienceMixin) -> bool:
    """Say whether somebody who may see ``lesson`` may not see ``page``, as far as their audiences tell."""
    target, own = _OPENNESS.get(Audience(page.audience), 0), _OPENNESS.get(Audience(lesson.audience), 0)
    if target or own:
        return target < own
    if page.audience == Audience.CLASS or lesson.audience == Audience.CLASS:
        return page.audience == Audience.CLASS != lesson.audience
    above, below = page.audience_organization, lesson.audience_organization
    return bool(above and below and not below.path.startswith(above.path))


def _pages(keys: set[str]) -> dict[str, Page]:
    wanted = [int(key) for key in keys if key.isdecimal() and len(key) < 19]
    return {str(page.pk): page for page in Page.objects.filter(pk__in=wanted).specific()} if wanted else {}


def dead_paths(addresses: set[str]) -> set[str]:
    """Return those of ``addresses``, which begin with a slash, at which the school has nothing: no page, no view."""
    asked = {address: path for address in addresses if (path := _page_path(address)) is not None}
    if not asked:
        return set()
    roots = {root.root_path for root in Site.get_site_root_paths()}
    wanted = {path: [root + path.lstrip("/") for root in roots] for path in asked.values()}
    every = [one for ones in wanted.values() for one in ones]
    live = set(Page.objects.live().filter(url_path__in=every).values_list("url_path", flat=True))
    old = {path.rstrip("/") for path in wanted}
    led_on = set(Redirect.objects.filter(old_path__in=old).values_list("old_path", flat=True))
    return {
        address for address, path in asked.items() if path.rstrip("/") not in led_on and live.isdisjoint(wanted[path])
    }


def _page_path(address: str) -> str | None:
    """Return where below a site's root the page of an address would stand; ``None`` where a view answers instead."""
    path = unquote(urlsplit(address).path)
    path = path if path.endswith("/") else f"{path}/"
    try:
        if resolve(path).url_name != "wagtail_serve":
            return None
    except Resolver404:
        pass
    first, _slash, rest = path.removeprefix("/").partition("/")
    return f"/{rest}" if first in dict(settings.LANGUAGES) else path


def _documents(keys: set[str]) -> set[str]:
    wanted = [int(key) for key in keys if key.isdecimal() and len(key) < 19]
    found = SchoolDocument.objects.filter(pk__in=wanted).values_list("pk", flat=True) if wanted else ()
    return {str(key) for key in found}
