"""Tagging what was said in words."""

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from evaluations.models import FeedbackAnswer, FeedbackTag
from evaluations.permissions.feedback import may_read_text
from people.models import User
from schoolhouse.refusals import Refusal

MOST_TAGS, TAG_LENGTH = 10, 40
_TRIES = 3


def set_tags(*, answer: FeedbackAnswer, names: str, by: User) -> None:
    """Give ``answer`` the tags that ``names`` lists, between commas, and no others; tags that are on nothing go.

    Raises ``Refusal`` (403) where ``by`` may not read the answer, (400) for too many or too long ones, and (409) where
    others take the same tags off again and again, or the answer is gone.
    """
    if not may_read_text(by, answer):
        raise Refusal(_("You may not read this answer."), code="forbidden", status=403)
    wanted = [" ".join(name.split()) for name in names.replace("，", ",").replace("、", ",").split(",")]
    # A tag without a letter or a number has no address to be chosen by.
    wanted = list(dict.fromkeys(name for name in wanted if slugify(name, allow_unicode=True)))
    if len(wanted) > MOST_TAGS or any(len(name) > TAG_LENGTH for name in wanted):
        said = _("An answer bears at most %(most)d tags of %(length)d characters.")
        raise Refusal(said % {"most": MOST_TAGS, "length": TAG_LENGTH}, code="tags", status=400)
    for _number in range(_TRIES):
        try:
            return _keep(answer, wanted)
        except IntegrityError:
            # A tag that somebody took off its last answer meanwhile is gone, or this one took off what somebody has
            # just put on. The next time it is there as it is now.
            continue
    raise Refusal(_("Somebody has changed these tags meanwhile. Please set them again."), code="changed", status=409)


@transaction.atomic
def _keep(answer: FeedbackAnswer, names: list[str]) -> None:
    answer.tags.set(names)
    FeedbackTag.objects.filter(items=None).delete()
