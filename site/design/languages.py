"""Which language the interface speaks to a reader, apart from the language a page is written in."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.translation.trans_real import get_languages
from wagtail.models import Page, Site

from people.audience import may_see

COOKIE_AGE = 365 * 24 * 3600

#: Short names for the switch in the header, by language code.
SHORT_NAMES = {"en": "EN", "zh-hans": "中文"}


def supported(code: str) -> str:
    """Return the offered language that ``code`` means, or an empty string."""
    if not code:
        return ""
    try:
        return translation.get_supported_language_variant(code)
    except LookupError:
        return ""


def interface_language(request: HttpRequest) -> str:
    """Return the reader's interface language: saved choice, cookie, Accept-Language, the school's default."""
    user = getattr(request, "user", None)
    saved = supported(getattr(user, "preferred_language", "") or "")
    return saved or translation.get_language_from_request(request)


def activate_interface(request: HttpRequest) -> None:
    """Speak the reader's language from here on, until the request ends."""
    language = interface_language(request)
    translation.activate(language)
    request.LANGUAGE_CODE = language


def content_language(path: str) -> str:
    """Return the content language of an address: its prefix, else the school's default."""
    return translation.get_language_from_path(path) or settings.LANGUAGE_CODE


def language_tag(code: str) -> str:
    """Return ``code`` as HTML writes it: ``zh-hans`` becomes ``zh-Hans``."""
    head, _, tail = code.partition("-")
    return f"{head}-{tail.title() if len(tail) == 4 else tail.upper()}" if tail else head


def language_names() -> dict[str, str]:
    """Return each offered language's own name by its code."""
    return {code: translation.get_language_info(code)["name_local"] for code in get_languages()}


def translated_address(request: HttpRequest, address: str, language: str) -> str:
    """Return the address of the page's translation into ``language`` where ``address`` is a page that has one.

    Only what the reader may see is looked up, so that the answer tells nothing about hidden pages; otherwise
    ``address`` comes back as it was.
    """
    page = _page_at(request, address)
    code = supported(language)
    if page is None or not code or not may_see(request.user, page) or page.locale.language_code == code:
        return address
    twin = page.get_translations().filter(locale__language_code=code, live=True).first()
    if twin is None or not may_see(request.user, twin):
        return address
    return twin.get_url(request) or address


def _page_at(request: HttpRequest, address: str) -> Page | None:
    """Return the page that Wagtail would serve at ``address``, if any."""
    path = urlsplit(address).path
    site = Site.find_for_request(request)
    if site is None:
        return None
    with translation.override(content_language(path)):
        try:
            match = resolve(path)
            if match.url_name != "wagtail_serve":
                return None
            parts = [part for part in match.args[0].split("/") if part]
            return site.root_page.localized.specific.route(request, parts)[0]
        except (Resolver404, Http404):
            return None
