"""Taking a lesson from a Word document: upload, look at what was understood, make a draft of it or drop it."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import PurePosixPath
from typing import IO, Any

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from foundation.jobs import enqueue
from foundation.word.content import Limits
from foundation.word.faults import UnreadableDocument
from foundation.word.package import opened, read_part
from foundation.word.reader import read_docx
from lessons.actions.copying import free_slug
from lessons.authoring.converting import Converted, convert
from lessons.authoring.losses import bounded
from lessons.authoring.pictures import LARGEST, UnusablePicture, check_picture, keep_picture
from lessons.models import DocumentImport, DocumentState, LessonIndexPage, LessonPage
from people.models import User
from people.queries.ownership import organization_of
from schoolhouse.refusals import Refusal

AT_ONCE = 1024 * 1024
"""Bytes up to which a document is read within the request."""
UNPACKED_AT_ONCE = 4 * 1024 * 1024
PICTURES_AT_ONCE = 6
KEPT_DAYS = 7


def may_import(by: User, parent: LessonIndexPage) -> bool:
    """Say whether ``by`` may make lessons below ``parent``."""
    return bool(parent.permissions_for_user(by).can_add_subpage())


def upload_document(*, file: IO[bytes] | Any, parent: LessonIndexPage, by: User) -> DocumentImport:
    """Keep ``file`` and read it: a small one at once, a larger one by a job.

    Raises ``UnreadableDocument`` for a file that cannot be taken, and keeps nothing of it then.
    """
    if not may_import(by, parent):
        raise Refusal(_("You may not make lessons there."), code="list_not_yours", status=403)
    found = look_through(file) if _is_small(file) else None
    upload = DocumentImport(uploaded_by=by, parent=parent, file_name=str(getattr(file, "name", "") or "")[-200:])
    file.seek(0)
    upload.file.save("document.docx", File(file), save=False)
    try:
        with transaction.atomic():
            if found:
                _fill(upload, found)
            upload.save()
            if not found:
                enqueue("lessons.read_document", {"document": str(upload.public_id)}, key=f"document:{upload.pk}")
    except BaseException:
        upload.file.delete(save=False)
        raise
    return upload


def _is_small(file: Any) -> bool:
    """Say whether reading ``file`` is soon done: a few bytes may hold a very long text, or many large pictures."""
    with opened(file, Limits()) as (archive, _path):
        parts = archive.infolist()
        pictures = sum("/media/" in part.filename for part in parts)
        unpacked = sum(part.file_size for part in parts)
    size = file.seek(0, 2) or file.tell()
    return size <= AT_ONCE and unpacked <= UNPACKED_AT_ONCE and pictures <= PICTURES_AT_ONCE


def read_document(*, upload: DocumentImport) -> None:
    """Read what was uploaded; called by a job."""
    if upload.state != DocumentState.READING:
        return
    try:
        with upload.file.open("rb") as file:
            found = look_through(file, progress=_reporter(upload))
    except UnreadableDocument as refused:
        upload.fault = [refused.code, refused.params]
        upload.close(DocumentState.REFUSED)
    else:
        _fill(upload, found)
    with transaction.atomic():
        locked = DocumentImport.objects.select_for_update().get(pk=upload.pk)
        if locked.state == DocumentState.READING:
            upload.save()
            if upload.state == DocumentState.REFUSED:
                forget_file(upload)


def look_through(file: Any, *, progress: Callable[[int], None] | None = None) -> Converted:
    """Read a document with its pictures, one at a time; raises ``UnreadableDocument``."""
    limits = Limits()
    converted = convert(read_docx(file, limits=limits, progress=progress))
    if not converted.blocks:
        raise UnreadableDocument("nothing_in_it")
    facts: dict[str, Any] = {}
    with opened(file, limits) as (archive, _path):
        for part, alt_text in converted.pictures.items():
            try:
                facts[part] = {**check_picture(_picture_bytes(archive, part)), "alt_text": alt_text}
            except UnusablePicture as unusable:
                converted.losses.append((unusable.code, PurePosixPath(part).name[:100]))
    converted.pictures = facts
    converted.blocks = [one for one in converted.blocks if one["type"] != "image" or one["value"]["image"] in facts]
    if not converted.blocks:
        raise UnreadableDocument("nothing_in_it")
    return converted


def _picture_bytes(archive: Any, part: str) -> bytes:
    known = archive.NameToInfo.get(part)
    if known is None:
        raise UnusablePicture("picture_broken")
    if known.file_size > LARGEST:
        raise UnusablePicture("picture_large")
    try:
        return read_part(archive, part, LARGEST)
    except UnreadableDocument as error:
        raise UnusablePicture("picture_broken") from error


def _fill(upload: DocumentImport, found: Converted) -> None:
    name = PurePosixPath(upload.file_name).stem.strip() or str(_("Lesson from a document"))
    upload.title, upload.intro = found.title or name[:255], found.intro
    upload.blocks, upload.pictures = found.blocks, found.pictures
    upload.losses = [list(one) for one in bounded(found.losses)]
    upload.state, upload.progress = DocumentState.READ, 100


def _reporter(upload: DocumentImport) -> Callable[[int], None]:
    def report(percent: int) -> None:
        DocumentImport.objects.filter(pk=upload.pk).update(progress=percent)

    return report


def begin_lesson(*, upload: DocumentImport, title: str, by: User) -> DocumentImport:
    """Make the draft, or have a job make it where there are many pictures. Raises ``Refusal``."""
    with transaction.atomic():
        upload = _locked(upload)
        if not upload.may_become(DocumentState.MAKING):
            raise Refusal(_("This document was taken or discarded already."), code="document_closed")
        if not may_import(by, upload.parent):
            raise Refusal(_("You may not make lessons there."), code="list_not_yours", status=403)
        upload.state, upload.progress = DocumentState.MAKING, 0
        upload.title = title.strip()[:255] or upload.title
        upload.save()
        if len(upload.pictures) > PICTURES_AT_ONCE:
            enqueue("lessons.make_from_document", {"document": str(upload.public_id)}, key=f"document:{upload.pk}")
            return upload
    try:
        make_lesson(upload=upload)
    except BaseException:
        DocumentImport.objects.filter(pk=upload.pk, state=DocumentState.MAKING).update(state=DocumentState.READ)
        raise
    upload.refresh_from_db()
    return upload


def make_lesson(*, upload: DocumentImport) -> LessonPage | None:
    """Make pictures and draft, or nothing; ``None`` where somebody else did."""
    made: list[Any] = []
    by = upload.uploaded_by
    try:
        with transaction.atomic():
            upload = _locked(upload)
            if upload.state != DocumentState.MAKING:
                return None
            if not may_import(by, upload.parent):
                upload.fault = ["list_not_yours", {}]
                upload.close(DocumentState.REFUSED)
                upload.save()
                return None
            keys = _keep_pictures(upload, by, made)
            lesson = _add_draft(upload, keys, by)
            upload.lesson = lesson
            upload.close(DocumentState.MADE)
            upload.save()
            forget_file(upload)
            return lesson
    except BaseException:
        for file in made:
            file.storage.delete(file.name)
        raise


def _keep_pictures(upload: DocumentImport, by: User, made: list[Any]) -> dict[str, int]:
    organization = organization_of(upload.parent)
    keys: dict[str, int] = {}
    report = _reporter(upload)
    with upload.file.open("rb") as file, opened(file, Limits()) as (archive, _path):
        for number, (part, facts) in enumerate(upload.pictures.items(), 1):
            title = facts["alt_text"] or _("%(title)s, picture %(number)s") % {"title": upload.title, "number": number}
            image, is_new = keep_picture(
                read_part(archive, part, LARGEST),
                title=title,
                alt_text=facts["alt_text"],
                organization=organization,
                by=by,
            )
            if is_new:
                made.append(image.file)
            keys[part] = image.pk
            report(number * 99 // len(upload.pictures))
    return keys


def _add_draft(upload: DocumentImport, keys: dict[str, int], by: User) -> LessonPage:
    blocks = [
        {**one, "value": {**one["value"], "image": keys[one["value"]["image"]]}} if one["type"] == "image" else one
        for one in upload.blocks
    ]
    parent = LessonIndexPage.objects.get(pk=upload.parent_id)
    slug = free_slug(slugify(upload.title, allow_unicode=True)[:240] or "lesson", parent)
    lesson = LessonPage(title=upload.title, slug=slug, intro=upload.intro, live=False, owner=by)
    lesson.body = LessonPage._meta.get_field("body").stream_block.to_python(blocks)
    list(lesson.body)  # each block puts what it was given into its own form, once for page and revision
    parent.add_child(instance=lesson)
    revision = lesson.save_revision(user=by)
    log(instance=lesson, action="wagtail.create", user=by, revision=revision, content_changed=True)
    return lesson


@transaction.atomic
def discard_document(*, upload: DocumentImport, by: User) -> None:
    """Drop an upload. Raises ``Refusal`` where it was taken or discarded meanwhile."""
    upload = _locked(upload)
    if not upload.may_become(DocumentState.DISCARDED):
        raise Refusal(_("This document was taken or discarded already."), code="document_closed")
    upload.close(DocumentState.DISCARDED)
    upload.save()
    forget_file(upload)


def forget_file(upload: DocumentImport) -> None:
    """Delete the uploaded file once the transaction is through."""
    name, storage = upload.file.name, upload.file.storage
    DocumentImport.objects.filter(pk=upload.pk).update(file="")
    if name:
        transaction.on_commit(lambda: storage.delete(name))


def sweep_documents() -> int:
    """Discard uploads that nobody has gone on with for a week; return how many."""
    since = timezone.now() - timedelta(days=KEPT_DAYS)
    waiting = (DocumentState.READING, DocumentState.READ, DocumentState.MAKING)
    discarded = 0
    for upload in DocumentImport.objects.filter(state__in=waiting, created_at__lt=since)[:500]:
        # Somebody may have gone on with one in this moment; the others are dropped all the same.
        with suppress(Refusal):
            discard_document(upload=upload, by=upload.uploaded_by)
            discarded += 1
    return discarded


def _locked(upload: DocumentImport) -> DocumentImport:
    rows = DocumentImport.objects.select_for_update(of=("self",)).select_related("uploaded_by", "parent")
    return rows.get(pk=upload.pk)
