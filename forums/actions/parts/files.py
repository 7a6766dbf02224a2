"""Taking pictures and files for posts, and clearing away those that nobody sent."""

import datetime
from collections.abc import Iterable
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from forums.models import ForumPage, HeldPost, Post, PostDraft, PostFile
from forums.models.parts.attachment import NAME_LENGTH
from forums.permissions import standing_of
from foundation.documents import BadDocument
from foundation.files.keys import content_digest, plain_suffix
from foundation.files.photos import BadPhoto, photo_from
from people.models import User
from people.paging.checks import check_document
from schoolhouse.refusals import Refusal

_PAGES = (b"<svg", b"<html", b"<!doctype", b"<script", b"<?xml", b"<?php")
BATCH = 200


def take_file(*, forum: ForumPage, sent: Any, by: User, client_key: Any = None) -> PostFile:
    """Keep an uploaded picture or file for what ``by`` is writing in ``forum``.

    A picture is made anew: of a size for phones, without where it was taken. Another file is held to its bytes. What
    was sent before, and either waits still or went with the post of ``client_key``, is not kept twice.

    Raises ``Refusal`` where ``by`` may not post, for what is empty, too large or of a kind that is not taken, and
    where too much waits already; the limits are the settings ``FORUM_FILE_…``.
    """
    if not standing_of(by, forum).posts:
        raise Refusal(_("You cannot post in this forum."), code="forbidden", status=403)
    name = _clean_name(sent.name)
    if sent.size > settings.FORUM_FILE_MAX_BYTES:
        said = _("“%(name)s” is too large: at most %(limit)d MB.")
        raise _bad(said, "too_large", name=name, limit=settings.FORUM_FILE_MAX_BYTES // 1024**2)
    if not sent.size:
        raise _bad(_("“%(name)s” is empty."), "empty", name=name)
    digest = content_digest(sent)
    own = PostFile.objects.filter(uploaded_by=by, forum=forum)
    again = Q(post=None, held=None) | Q(post__client_key=client_key) | Q(held__client_key=client_key)
    if (before := own.filter(again, digest=digest).first()) is not None:
        return before
    if own.filter(post=None, held=None).count() >= settings.FORUM_FILES_WAITING:
        raise Refusal(_("Too many files wait here that you have not sent. Send your post first."), code="too_many")
    row = PostFile(forum=forum, uploaded_by=by, digest=digest, created_at=timezone.now())
    if plain_suffix(name)[1:] in settings.FORUM_FILE_TYPES:
        _take_document(row, sent, name)
    else:
        _take_picture(row, sent, name)
    row.save()
    return row


def _take_document(row: PostFile, sent: Any, name: str) -> None:
    try:
        check_document(sent)
    except BadDocument as fault:
        raise _bad("“%(name)s”: %(fault)s", fault.code, name=name, fault=fault.message) from fault
    row.name, row.size = name, sent.size
    row.file = File(sent, f"file{plain_suffix(name)}")  # type: ignore[assignment]


def _take_picture(row: PostFile, sent: Any, name: str) -> None:
    sent.seek(0)
    head = sent.read(1024).lower()
    if any(mark in head for mark in _PAGES):
        raise _bad(
            _("“%(name)s” is a web page or a drawing (HTML or SVG): these are not taken."), "web_page", name=name
        )
    try:
        photo = photo_from(sent)
    except BadPhoto as fault:
        said = {
            "too_large": _("“%(name)s” is too large."),
            "too_many_pixels": _("“%(name)s” has too many pixels."),
        }.get(fault.code, _("“%(name)s” is no picture that can be shown, and no file of these kinds: %(kinds)s."))
        raise _bad(said, fault.code, name=name, kinds=", ".join(settings.FORUM_FILE_TYPES)) from fault
    # The name of a picture is often that of a person, or says where and when it was taken.
    row.name, row.size, row.width, row.height = "image.jpg", len(photo.large), photo.width, photo.height
    row.file, row.small = ContentFile(photo.large, "file.jpg"), ContentFile(photo.small, "small.jpg")  # type: ignore[assignment]


def _bad(said: str, code: str, **values: Any) -> Refusal:
    return Refusal(said % values, code=code, status=400)


def _clean_name(name: str) -> str:
    path = PurePath("".join(letter for letter in name if letter.isprintable() and letter not in "[]()\\") or "file")
    return path.stem[: NAME_LENGTH - 12] + path.suffix[:12]


def files_for(ids: Iterable[Any], forum: ForumPage, *, by: User, post: Post | None) -> list[PostFile]:
    """Return those of the files with these public ids that ``post`` may show: its own, and what ``by`` has not sent.

    Raises ``Refusal`` where they are more than ``FORUM_FILES_A_POST``. One query.
    """
    waiting = Q(post=None, uploaded_by=by, forum=forum)
    mine = waiting | Q(post=post) if post is not None else waiting
    found = list(PostFile.objects.filter(mine, public_id__in=list(ids)))
    if len(found) > settings.FORUM_FILES_A_POST:
        said = _("A post may have at most %(limit)d pictures and files.")
        raise Refusal(said % {"limit": settings.FORUM_FILES_A_POST}, code="too_many", status=400)
    return found


def bind_files(files: Iterable[PostFile], *, post: Post | None = None, held: HeldPost | None = None) -> None:
    """Let files go with the post, or with the one that waits for a moderator."""
    keys = [one.pk for one in files if one.post_id is None]
    if keys:
        PostFile.objects.filter(pk__in=keys, post=None).update(**({"held": held} if held else {"post": post}))


def clear_unsent_files(*, now: datetime.datetime) -> int:
    """Delete files that were uploaded more than ``FORUM_FILE_KEPT_DAYS`` ago and never sent; return how many.

    What a draft of their owner still names stays.
    """
    before = now - datetime.timedelta(days=settings.FORUM_FILE_KEPT_DAYS)
    count, after = 0, 0
    old = PostFile.objects.filter(post=None, held=None, created_at__lt=before).order_by("pk")
    while rows := list(old.filter(pk__gt=after)[:BATCH]):
        for row in rows:
            if PostDraft.objects.filter(author=row.uploaded_by_id, body__contains=str(row.public_id)).exists():
                continue
            with transaction.atomic():
                count += old.filter(pk=row.pk).delete()[0]
        after = rows[-1].pk
    return count


def forget_bytes(row: PostFile) -> None:
    """Delete what is stored of a row that is gone, once that is certain."""
    for stored in (row.file, row.small):
        if stored:
            transaction.on_commit(lambda stored=stored: stored.storage.delete(stored.name))  # type: ignore[misc]
