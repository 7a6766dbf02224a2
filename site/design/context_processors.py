"""What every template of ours knows about the reader's display."""

from collections.abc import Callable, Hashable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation
from django.utils.functional import cached_property

from foundation.fragments import PersonalInShared

from .languages import SHORT_NAMES, language_names, language_tag

SCHEMES = ("day", "evening")


class Face:
    """The reader's display preferences, computed when a template asks."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def scheme(self) -> str:
        """``day``, ``evening``, or empty: as the device prefers."""
        value = self.request.COOKIES.get("scheme", "")
        return value if value in SCHEMES else ""

    @property
    def evening(self) -> str:
        """The scheme of forum pages: the evening, unless the reader chose the day."""
        return self.scheme or "evening"

    @cached_property
    def is_large(self) -> bool:
        """Whether large type is on."""
        return self.request.COOKIES.get("type_size") == "large"

    @property
    def language_tag(self) -> str:
        """The interface language as HTML writes it."""
        return language_tag(translation.get_language() or settings.LANGUAGE_CODE)

    @property
    def languages(self) -> list[dict[str, Any]]:
        """All offered languages: ``code``, ``tag``, ``name``, ``short``, ``current``."""
        current = translation.get_language()
        return [
            {
                "code": code,
                "tag": language_tag(code),
                "name": name,
                "short": SHORT_NAMES.get(code, name),
                "current": code == current,
            }
            for code, name in language_names().items()
        ]

    @property
    def other_languages(self) -> list[dict[str, Any]]:
        """The languages one can switch to."""
        return [language for language in self.languages if not language["current"]]

    @property
    def address(self) -> str:
        """Where a switch leads back to."""
        return self.request.get_full_path() if self.request.method in ("GET", "HEAD") else self.request.path

    @property
    def site_name(self) -> str:
        """What stands in the header while no school name is set."""
        return str(settings.WAGTAIL_SITE_NAME)


class SharedFace(Face):
    """The display of many readers, who chose the same light and the same size of type."""

    def __init__(self, scheme: str, is_large: bool) -> None:
        self.__dict__.update(scheme=scheme, is_large=is_large)

    @property
    def address(self) -> str:
        """Raise: each reader came from elsewhere."""
        raise PersonalInShared("design.address is the reader's: write {% mark 'address' %}.")


def display_of(request: HttpRequest) -> tuple[Hashable, Callable[[], dict[str, Face]]]:
    """Return what a text shared by many readers varies by: light and size of type."""
    face = Face(request)
    return (face.scheme, face.is_large), lambda: {"design": SharedFace(face.scheme, face.is_large)}


def design(request: HttpRequest) -> dict[str, Face]:
    """Give templates ``design``: scheme, type size, languages."""
    return {"design": Face(request)}
