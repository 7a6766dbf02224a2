"""What is asked of a document before it is taken."""

import shutil
from typing import Any

from django.conf import settings

from foundation.documents import pdf
from foundation.documents.kinds import Limits, check_kind
from foundation.files.keys import plain_suffix
from people.actions.uploads import CHUNK, work_folder


def check_document(sent: Any) -> None:
    """Raise ``BadDocument`` unless the uploaded file is whole and what its name says; its position is restored."""
    suffix = plain_suffix(sent.name)
    check_kind(sent, suffix, Limits(settings.DOCUMENT_MAX_UNPACKED, settings.DOCUMENT_MAX_PAGES))
    if suffix != ".pdf":
        return
    with work_folder() as folder:
        path = folder / "sent.pdf"
        with path.open("wb") as target:
            shutil.copyfileobj(sent, target, CHUNK)
        pdf.inspect(path, most_pages=settings.DOCUMENT_MAX_PAGES)
    sent.seek(0)
