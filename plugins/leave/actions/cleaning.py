"""Texts that people write, as they are kept."""

from django.utils.translation import gettext as _

from plugins.leave.models import REASON_LENGTH
from schoolhouse.refusals import Refusal


def clean_text(text: str) -> str:
    """Return a reason as it is kept; raises ``Refusal`` for one that is too long."""
    text = text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(text) > REASON_LENGTH:
        said = _("At most %(limit)d characters fit; this has %(length)d.")
        raise Refusal(said % {"limit": REASON_LENGTH, "length": len(text)}, code="too_long", status=400)
    return text
