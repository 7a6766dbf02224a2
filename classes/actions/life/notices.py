"""Publishing notices to a class, withdrawing them, noting who has read them."""

import uuid

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from classes import events
from classes.life.tools import NOTICES
from classes.models import ClassNotice, NoticeRead, TrainingClassPage
from classes.models.life.notice import BODY_LENGTH, TITLE_LENGTH
from classes.permissions import may_act_in, may_run_class, may_see_inside
from people.models import User
from schoolhouse.refusals import Refusal


def publish_notice(
    *, training_class: TrainingClassPage, title: str, body: str, client_key: uuid.UUID, by: User
) -> ClassNotice:
    """Let everybody in a class read something; sent twice with one ``client_key`` it is published once.

    Raises ``Refusal`` for who neither runs the class nor has the duty, and for a notice without a title or too long.
    """
    if not may_act_in(by, training_class, NOTICES):
        raise Refusal(_("You do not write notices to this class today."), code="forbidden", status=403)
    title = " ".join(title.replace("\x00", "").split())
    body = body.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n").strip()
    if not title:
        raise Refusal(_("The notice needs a title."), code="no_title", status=400)
    if len(title) > TITLE_LENGTH or len(body) > BODY_LENGTH:
        said = _("At most %(title)d characters fit into the title, and %(body)d into the text.")
        raise Refusal(said % {"title": TITLE_LENGTH, "body": BODY_LENGTH}, code="too_long", status=400)
    sent = ClassNotice.objects.filter(training_class=training_class, client_key=client_key)
    if (found := sent.first()) is not None:
        return found
    notice = ClassNotice(training_class=training_class, title=title, body=body, client_key=client_key, author=by)
    notice.published_at = timezone.now()
    try:
        with transaction.atomic():
            notice.save()
            _tell(notice)
    except IntegrityError:
        # The same in the same moment, from another tab.
        if (found := sent.first()) is None:
            raise
        return found
    return notice


@transaction.atomic
def withdraw_notice(*, notice: ClassNotice, by: User) -> ClassNotice:
    """Take a notice back: nobody but those who run the class sees it then. Its author may, too. Raises ``Refusal``."""
    training_class = notice.training_class
    is_own = notice.author_id == by.pk and may_act_in(by, training_class, NOTICES)
    if not (is_own or may_run_class(by, training_class)):
        raise Refusal(_("You may not withdraw this notice."), code="forbidden", status=403)
    notice = ClassNotice.objects.select_for_update(of=("self",)).get(pk=notice.pk)
    if notice.withdrawn_at is None:
        notice.withdrawn_at, notice.withdrawn_by = timezone.now(), by
        notice.save(update_fields=["withdrawn_at", "withdrawn_by"])
    return notice


def read_notice(*, notice: ClassNotice, by: User) -> None:
    """Note that somebody inside the class has opened a notice, the first time."""
    if notice.withdrawn_at is None and may_see_inside(by, notice.training_class):
        NoticeRead.objects.get_or_create(notice=notice, reader=by)


def _tell(notice: ClassNotice) -> None:
    training_class = notice.training_class
    data = {
        "notice": notice.public_id,
        "training_class": training_class.public_id,
        "title": notice.title,
        "by": notice.author.public_id,
    }
    organization = training_class.organization
    events.notice_published.send(data=data, organization=organization.public_id if organization else None)
