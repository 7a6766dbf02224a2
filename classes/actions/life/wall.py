"""Writing on the wall of a class, and hiding what should not stand there."""

import datetime
import uuid
from collections.abc import Sequence
from typing import Any

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from classes.models import TrainingClassPage, WallPhoto, WallPost
from classes.models.life.wall import BODY_LENGTH, MOST_PHOTOS, REASON_LENGTH
from classes.permissions import may_run_class, may_write_on_wall
from foundation.files.photos import BadPhoto, Photo, photo_from
from people.models import User
from schoolhouse.refusals import Refusal

MOST_A_DAY = 20
"""So many posts one person may write in a class in a day."""


def write_on_wall(
    *,
    training_class: TrainingClassPage,
    date: datetime.date,
    body: str,
    photos: Sequence[Any],
    client_key: uuid.UUID,
    by: User,
) -> WallPost:
    """Put a few words and uploaded photos on the wall, on a day of the class that has come.

    Sent twice with one ``client_key`` it is written once. Photos are made anew, without what a camera wrote into them.
    Raises ``Refusal``: nothing to show, too much of it, a file that is no photo, a wrong day, somebody from outside.
    """
    if not may_write_on_wall(by, training_class):
        raise Refusal(_("You may not write on the wall of this class."), code="forbidden", status=403)
    sent = WallPost.objects.filter(training_class=training_class, client_key=client_key)
    if (found := sent.first()) is not None:
        return found
    body = " ".join(body.replace("\x00", "").split())
    _check(training_class, date, body, photos, by)
    made = [_made(photo, number) for number, photo in enumerate(photos, start=1)]
    post = WallPost(training_class=training_class, date=date, body=body, client_key=client_key, author=by)
    try:
        with transaction.atomic():
            post.save()
            for number, photo in enumerate(made, start=1):
                _keep(post, number, photo)
    except IntegrityError:
        # The same in the same moment, from another tab.
        if (found := sent.first()) is None:
            raise
        return found
    return post


def _check(training_class: TrainingClassPage, date: datetime.date, body: str, photos: Sequence[Any], by: User) -> None:
    today = timezone.now().astimezone(training_class.zone).date()
    if not training_class.starts_on <= date <= min(training_class.ends_on, today):
        raise Refusal(_("Choose a day of the class that has come already."), code="wrong_day", status=400)
    if not body and not photos:
        raise Refusal(_("Write a few words, or choose a photo."), code="empty", status=400)
    if len(body) > BODY_LENGTH or len(photos) > MOST_PHOTOS:
        said = _("At most %(words)d characters and %(photos)d photos fit.")
        raise Refusal(said % {"words": BODY_LENGTH, "photos": MOST_PHOTOS}, code="too_much", status=400)
    since = timezone.now() - datetime.timedelta(days=1)
    if training_class.wall_posts.filter(author=by, created_at__gt=since).count() >= MOST_A_DAY:
        raise Refusal(_("That is enough for one day. Go on tomorrow."), code="too_many", status=409)


def _made(uploaded: Any, number: int) -> Photo:
    try:
        return photo_from(uploaded)
    except BadPhoto as fault:
        said = {
            "too_large": _("Photo %(number)d is too large: at most 20 MB."),
            "too_many_pixels": _("Photo %(number)d has too many pixels."),
        }.get(fault.code, _("File %(number)d is no photo that can be shown."))
        raise Refusal(said % {"number": number}, code=fault.code, status=400) from fault


def _keep(post: WallPost, number: int, photo: Photo) -> None:
    files = {"file": ContentFile(photo.large, "file.jpg"), "small": ContentFile(photo.small, "small.jpg")}
    WallPhoto.objects.create(post=post, number=number, width=photo.width, height=photo.height, **files)


@transaction.atomic
def hide_post(*, post: WallPost, reason: str, by: User) -> WallPost:
    """Take a post off the wall, with a reason: who runs the class may, and its author. It stays for those who run it.

    Hidden already, it stays as it is. Raises ``Refusal``.
    """
    if by.pk != post.author_id and not may_run_class(by, post.training_class):
        raise Refusal(_("You may not hide this."), code="forbidden", status=403)
    reason = " ".join(reason.replace("\x00", "").split())[:REASON_LENGTH]
    if not reason:
        raise Refusal(_("Say why."), code="no_reason", status=400)
    post = WallPost.objects.select_for_update(of=("self",)).get(pk=post.pk)
    if post.hidden_at is None:
        post.hidden_at, post.hidden_by, post.hidden_because = timezone.now(), by, reason
        post.save(update_fields=["hidden_at", "hidden_by", "hidden_because"])
    return post
