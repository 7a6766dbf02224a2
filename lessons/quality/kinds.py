"""The kinds of remarks: their names and what they say."""

from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Kind:
    """``label`` names it in settings and reports, ``message`` says what to do; a finding's ``params`` fill it."""

    label: Promise
    message: Promise


KINDS: dict[str, Kind] = {
    "no_intro": Kind(
        _("No introduction"), _("Write one or two sentences of introduction: lists and the search show them.")
    ),
    "empty": Kind(_("Nothing in the lesson"), _("There is nothing in this lesson yet.")),
    "empty_block": Kind(_("Empty block"), _("This block is empty. Fill it in or delete it.")),
    "alt_text": Kind(
        _("Picture without a text for those who cannot see it"),
        _("“%(name)s” has no text for those who cannot see it. Write it with the picture."),
    ),
    "license": Kind(
        _("File whose license is not known"), _("Under what terms may “%(name)s” be used? Say it with the file.")
    ),
    "captions": Kind(_("Film without captions"), _("The film “%(name)s” has no captions.")),
    "film_length": Kind(
        _("Film of unknown length"), _("How long “%(name)s” is, is not known; minutes of study cannot be reckoned.")
    ),
    "film_elsewhere": Kind(
        _("Film that opens as a link only"),
        _("“%(name)s” is not played in the lesson. An administrator can let films in from there: MEDIA_ORIGINS."),
    ),
    "no_headings": Kind(
        _("Long text without headings"), _("The lesson is long and has no heading. Headings make its contents.")
    ),
    "heading_skips": Kind(_("Heading that skips a level"), _("The heading “%(name)s” stands a level too deep.")),
    "long_paragraph": Kind(
        _("Very long paragraph"), _("This paragraph has %(length)s characters: “%(name)s”. Divide it.")
    ),
    "too_long": Kind(
        _("Too long for its level"),
        _("Reading takes about %(minutes)s minutes; for this level more than %(most)s are much. Divide the lesson."),
    ),
    "page_gone": Kind(_("Link to a page that is gone"), _("“%(name)s” links to a page that is not there any more.")),
    "page_draft": Kind(
        _("Link to a page that is not published"), _("“%(name)s” links to “%(to)s”, which is not published.")
    ),
    "page_hidden": Kind(
        _("Link to a page that readers may not see"),
        _("“%(name)s” links to “%(to)s”, which not everybody who reads this lesson may see."),
    ),
    "document_gone": Kind(
        _("Link to a document that is gone"), _("“%(name)s” links to a document that is not there any more.")
    ),
    "address": Kind(
        _("Address that cannot be right"), _("“%(name)s” links to an address that cannot be right: %(to)s")
    ),
}


@dataclass(frozen=True)
class Finding:
    """One remark; ``path`` is the place as Wagtail's comments name it: ``intro``, ``body.<block>``."""

    code: str
    path: str = ""
    params: dict[str, Any] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """What kind it is."""
        return str(KINDS[self.code].label)

    @property
    def message(self) -> str:
        """What to do, in the language that is active now."""
        return str(KINDS[self.code].message) % self.params if self.params else str(KINDS[self.code].message)

    @property
    def block(self) -> str:
        """The block's id, "" for a field of the page."""
        return self.path.rpartition(".")[2] if "." in self.path else ""

    def as_json(self) -> dict[str, Any]:
        """Return what is kept of it."""
        return asdict(self)


def findings_from(kept: list[dict[str, Any]]) -> list[Finding]:
    """Return the remarks that were kept; of kinds that are no more, nothing."""
    return [Finding(**one) for one in kept if one.get("code") in KINDS]
