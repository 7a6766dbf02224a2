"""Messages of Wagtail and the other parts that lack Simplified Chinese, and our supplements for them."""

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import polib

from .catalogs import Message, entry_problems
from .sources import LANGUAGE, ROOT

PARTS = ("wagtail", "wagtailmedia", "allauth", "taggit", "django.conf", "django.contrib.auth")
SUPPLEMENTS = ROOT / "site" / "locale_parts" / LANGUAGE / "LC_MESSAGES"
DOMAINS = ("django", "djangojs")


def _is_translated(entry: polib.POEntry) -> bool:
    strings = entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]
    return not entry.obsolete and "fuzzy" not in entry.flags and all(strings)


def _catalogs(domain: str) -> Iterator[Path]:
    for part in PARTS:
        spec = find_spec(part)
        for place in (spec.submodule_search_locations or []) if spec else []:
            yield from sorted(Path(place).rglob(f"locale/en/LC_MESSAGES/{domain}.po"))


def lacking(domain: str) -> dict[Message, str]:
    """Collect what the parts say in English only, with the part's catalog that holds it."""
    found: dict[Message, str] = {}
    for english in _catalogs(domain):
        chinese = english.parents[2] / LANGUAGE / "LC_MESSAGES" / english.name
        entries = polib.pofile(str(chinese)) if chinese.exists() else []
        said = {(entry.msgctxt, entry.msgid) for entry in entries if _is_translated(entry)}
        for entry in polib.pofile(str(english)):
            if not entry.obsolete and (entry.msgctxt, entry.msgid) not in said:
                found.setdefault(Message.of(entry), "/".join(english.parts[-6:-3]))
    return found


def check_parts() -> Iterator[str]:
    """Give a line for each message of a part that we show in English, and for each supplement that is wrong or idle."""
    for domain in DOMAINS:
        path = SUPPLEMENTS / f"{domain}.po"
        wanted = lacking(domain)
        ours = {Message.of(entry): entry for entry in (polib.pofile(str(path)) if path.exists() else [])}
        missing = sorted(message for message in wanted if message not in ours)
        yield from (f"{path.name}: {wanted[message]} lacks {message.singular!r}" for message in missing)
        yield from (f"{path.name}: no part lacks {message.singular!r}" for message in sorted(set(ours) - set(wanted)))
        for message, entry in ours.items():
            yield from (f"{path.name}: {problem}: {message.singular!r}" for problem in entry_problems(entry))
