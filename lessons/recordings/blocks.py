"""The blocks of film and sound: whose they are, captions, chapters, and what a player is given."""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language_info, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtailmedia.blocks import AudioChooserBlock, VideoChooserBlock

from foundation.recordings.captions import LARGEST, caption_fault
from people.models.media import Source
from schoolhouse.content import StructBlock

_MOMENT = re.compile(r"(?:(\d{1,2}):)?([0-5]?\d):([0-5]\d)", re.ASCII)
HLS = "application/vnd.apple.mpegurl"
TYPES = {
    "m3u8": HLS,
    "mp4": "video/mp4",
    "m4v": "video/mp4",
    "webm": "video/webm",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "ogg": "audio/ogg",
}
SPEEDS = ("0.75", "1", "1.25", "1.5", "1.75", "2")


def seconds_of(moment: str) -> int:
    """Return the seconds of ``12:30`` or ``1:02:30``; raises ``ValidationError`` for anything else."""
    match = _MOMENT.fullmatch(moment.strip())
    if match is None:
        raise ValidationError(_("Write the time as 12:30 or 1:02:30."))
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return hours * 3600 + minutes * 60 + seconds


class MomentBlock(blocks.CharBlock):
    """A moment of a recording."""

    def clean(self, value: Any) -> Any:
        """Take only what is a time."""
        value = super().clean(value)
        seconds_of(value)
        return value

    def get_searchable_content(self, value: Any) -> list[str]:
        """Nobody looks for a time."""
        return []


class CaptionsBlock(StructBlock):
    """Captions in one language."""

    language = blocks.ChoiceBlock(label=_("Language"), choices=settings.LANGUAGES, default="zh-hans")
    file = DocumentChooserBlock(label=_("Captions"), help_text=_("A WebVTT file (.vtt), uploaded as a document."))

    def clean(self, value: Any) -> Any:
        """Take only a file that players can show."""
        value = super().clean(value)
        try:
            with value["file"].file.open("rb") as file:
                fault = caption_fault(file.read(LARGEST + 1))
        except FileNotFoundError:
            fault = str(_("The file is no longer there."))
        if fault:
            raise StructBlockValidationError(block_errors={"file": ValidationError(fault)})
        return value


class ChapterBlock(StructBlock):
    """A moment that one can go to."""

    time = MomentBlock(label=_("Time"), max_length=8, help_text=_("For instance 12:30 or 1:02:30."))
    title = blocks.CharBlock(label=_("Title"), max_length=150)


def _played_chapters(rows: Iterable[Any]) -> Iterator[dict[str, Any]]:
    """Give those that have a time: one that came by an import or a program may have none."""
    for one in rows:
        with suppress(ValidationError):
            yield {**one, "seconds": seconds_of(one.get("time") or "")}


class RecordingBlock(StructBlock):
    """What films and sounds share. A subclass names the chooser ``media``."""

    address = blocks.URLBlock(
        label=_("Or its address"),
        required=False,
        help_text=_("Of an .mp4, .webm, .mp3 or .m3u8 (HLS) file, on a server that the administrator has let in."),
    )
    caption = blocks.CharBlock(label=pgettext_lazy("picture or film", "Caption"), required=False, max_length=250)
    poster = ImageChooserBlock(label=_("Still picture"), required=False, help_text=_("Shown before it plays."))
    captions = blocks.ListBlock(CaptionsBlock(), label=_("Captions"), default=[], icon="openquote")
    chapters = blocks.ListBlock(ChapterBlock(), label=_("Chapters"), default=[], icon="list-ol")

    def clean(self, value: Any) -> Any:
        """Ask for a recording or an address, captions once per language, and chapters in their order."""
        value = super().clean(value)
        errors = {}
        if not value.get("media") and not value.get("address"):
            errors["media"] = ValidationError(self.nothing_chosen)
        languages = [one["language"] for one in value["captions"]]
        if len(set(languages)) < len(languages):
            errors["captions"] = ValidationError(_("There are two captions in one language."))
        moments = [seconds_of(one["time"]) for one in value["chapters"]]
        if sorted(set(moments)) != moments:
            errors["chapters"] = ValidationError(_("Put the chapters in the order of their times."))
        if fault := address_fault(value.get("address") or ""):
            errors["address"] = ValidationError(fault)
        if errors:
            raise StructBlockValidationError(block_errors=errors)
        return value

    nothing_chosen: Any = ""

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Give the template what there is to play, with captions and chapters."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        media, address = value.get("media"), value.get("address") or ""
        sources = media.play_sources if media else sources_at(address)
        context.update(
            sources=sources,
            heights=[source.height for source in sources if source.height] if len(sources) > 1 else [],
            is_prepared=not media or media.is_ready or media.state == "failed",
            elsewhere="" if media else address,
            tracks=[track_of(one) for one in value.get("captions") or () if one.get("file")],
            chapters=list(_played_chapters(value.get("chapters") or ())),
            speeds=SPEEDS,
            is_film=self.is_film,
            is_hls=any(source.content_type == HLS for source in sources),
        )
        return context

    is_film = True

    def reading_seconds(self, value: Any) -> float:
        """Return how long it plays, as far as the school knows."""
        return float(getattr(value.get("media"), "duration", 0) or 0)


def track_of(captions: Any) -> dict[str, str]:
    """Return what a player is told of captions: their address, the language's tag, and its own name for itself."""
    code = captions["language"]
    tag = "zh-Hans" if code == "zh-hans" else code
    return {"url": captions["file"].url, "language": tag, "name": get_language_info(code)["name_local"]}


def address_fault(address: str) -> str | None:
    """Return why no reader could follow an address, or ``None``; a server that is let in may stand anywhere."""
    parts = urlsplit(address)
    if not address or f"{parts.scheme}://{parts.netloc}" in settings.MEDIA_ORIGINS:
        return None
    if parts.scheme not in ("http", "https"):
        return str(_("The address must begin with https:// or http://."))
    host = parts.hostname or ""
    try:
        number = ip_address(host)
        is_own = number.is_loopback or number.is_link_local or number.is_unspecified
    except ValueError:
        is_own = host == "localhost" or host.endswith(".localhost")
    if is_own:
        said = _("This address leads each reader to the own device (%(host)s). Give that of a server.")
        return str(said % {"host": host})
    return None


def sources_at(address: str) -> list[Source]:
    """Return what a player may play at an address: nothing where the site's policy lets no media in from there."""
    parts = urlsplit(address)
    suffix = parts.path.rpartition(".")[2].lower()
    if suffix not in TYPES or f"{parts.scheme}://{parts.netloc}" not in settings.MEDIA_ORIGINS:
        return []
    return [Source(address, TYPES[suffix])]


def is_played(value: Any) -> bool:
    """Say whether a block's film or sound plays in the lesson, and does not only open as a link elsewhere."""
    return bool(value.get("media") or sources_at(value.get("address") or ""))


class VideoBlock(RecordingBlock):
    """A film of the school, or the address of one that the school's network reaches."""

    media = VideoChooserBlock(label=_("Film"), required=False)
    nothing_chosen = _("Choose a film or give its address.")

    class Meta:
        icon = "media"
        label = _("Video")
        description = _("A film of the school with captions and chapters, or one at an address.")
        template = "lessons/blocks/recording.html"
        preview_template = "lessons/block_previews/recording.html"
        place = "lessons.video"
        form_layout = ["media", "address", "caption", "poster", "captions", "chapters"]


class AudioBlock(RecordingBlock):
    """A sound of the school, or the address of one."""

    media = AudioChooserBlock(label=_("Sound"), required=False)
    nothing_chosen = _("Choose a sound or give its address.")
    is_film = False

    class Meta:
        icon = "wagtailmedia-audio"
        label = _("Audio")
        description = _("A sound of the school, or one at an address.")
        template = "lessons/blocks/recording.html"
        preview_template = "lessons/block_previews/recording.html"
        place = "lessons.audio"
        form_layout = ["media", "address", "caption", "captions", "chapters", "poster"]
