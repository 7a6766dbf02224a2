"""Whether learners may post without their names: what a host chooses on the evening itself."""

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from forums.models import ForumPage
from forums.permissions import may_host
from foundation.drafts import keep_draft
from people.models import User
from schoolhouse.refusals import Refusal


def allow_anonymous(*, forum: ForumPage, allowed: bool, by: User) -> None:
    """Let learners post in ``forum`` without their names, or no longer; what was posted so stays so.

    An editor's draft gets the same, so that publishing it does not take it back. Raises ``Refusal`` where ``by`` does
    not host the forum.
    """
    if not may_host(by, forum):
        raise Refusal(_("Only a host of this forum may do this."), code="forbidden", status=403)
    with transaction.atomic():
        stored = ForumPage.objects.select_for_update(of=("self",), no_key=True).get(pk=forum.pk)
        if stored.allow_anonymous == allowed:
            return
        draft = stored.get_latest_revision_as_object() if stored.latest_revision_id else None
        stored.allow_anonymous = allowed
        stored.save(clean=False, update_fields=["allow_anonymous"])
        if draft is not None:
            draft.allow_anonymous = allowed
            keep_draft(stored, draft, by)
        log(stored, f"forums.names.{'optional' if allowed else 'needed'}", user=by)
    forum.allow_anonymous = allowed
