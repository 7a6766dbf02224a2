"""What entering a head count and an outside class have in common: files, and the entry that a correction names."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from plugins.attendance.register.evidence import MOST_FILES, Paper
from plugins.attendance.register.models import HeadCount, OutsideClass, RegisterEvidence
from plugins.attendance.register.models.entry import Entry
from schoolhouse.refusals import Refusal

One = TypeVar("One", HeadCount, OutsideClass)
_LONGEST_REASON = 250


def clean_reason(reason: str) -> str:
    """Return a reason on one line, as long as it may be."""
    return " ".join(reason.replace("\x00", "").split())[:_LONGEST_REASON]


def replace(entry: One, before: One | None, reason: str, *, may: Callable[[One], bool]) -> None:
    """Make ``entry`` the correction of ``before``, read again under a lock. Raises ``Refusal``."""
    if before is None:
        return
    before = type(before)._default_manager.select_for_update().get(pk=before.pk)
    if not may(before):
        raise not_yours()
    if before.is_corrected:
        raise Refusal(_("Somebody has corrected this already. Open it again."), code="corrected")
    if not clean_reason(reason):
        raise Refusal(_("Say why it is corrected."), code="reason_missing")
    entry.corrects, entry.reason = before, clean_reason(reason)


def keep_papers(entry: HeadCount | OutsideClass, papers: Sequence[Paper]) -> None:
    """Store the files of an entry, those of the entry that it corrects included; called last in its transaction."""
    before: Entry | None = entry.corrects
    kept = list(before.evidence.all()) if isinstance(before, HeadCount | OutsideClass) else []
    if len(kept) + len(papers) > MOST_FILES:
        raise Refusal(_("At most %(most)d files belong to one entry.") % {"most": MOST_FILES}, code="many", status=400)
    owner = {"head_count": entry} if isinstance(entry, HeadCount) else {"outside": entry}
    for one in kept:
        # The same stored file: what was shown stays shown, and entries are never deleted.
        fields = {"kind": one.kind, "file": str(one.file.name), "name": one.name, "size": one.size}
        RegisterEvidence.objects.create(**owner, **fields)
    stored: list[Any] = []
    try:
        for paper in papers:
            made: Any = RegisterEvidence(**owner, kind=paper.kind, name=paper.name, size=paper.file.size)
            made.file = paper.file
            stored.append(made)
            made.save()
    except BaseException:
        for made in stored:
            if made.file and made.file._committed:
                made.file.storage.delete(str(made.file.name))
        raise


def not_yours() -> Refusal:
    """Return what whoever may not is told."""
    return Refusal(_("You may not enter this here."), code="not_yours", status=403)
