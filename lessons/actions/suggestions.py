"""Suggesting a change to a passage of a lesson, and deciding on it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Comment, Page

from lessons.authoring.passages import passages_of, put
from lessons.models import LessonPage, LessonSuggestion, SuggestionState
from lessons.permissions import may_suggest
from people.models import User
from schoolhouse.refusals import Refusal

LONGEST = 5_000


@transaction.atomic
def suggest(*, lesson: LessonPage, path: str, before: str, proposed: str, reason: str, by: User) -> LessonSuggestion:
    """Keep a suggestion, or a mere remark where the text stays; it stands as a comment in the editor as well."""
    if not may_suggest(by, lesson):
        raise Refusal(_("You do not help to write this lesson."), code="not_named", status=403)
    before, proposed, reason = _plain(before), _plain(proposed), reason.strip()[:LONGEST]
    draft = lesson.get_latest_revision_as_object()
    passage = next((one for one in passages_of(draft) if one.path == path and _plain(one.text) == before), None)
    if passage is None:
        raise Refusal(_("This passage was changed meanwhile. Look at it again."), code="passage_changed")
    if proposed in ("", before):
        proposed = ""
        if not reason:
            raise Refusal(_("Change the text, or write what you think of it."), code="nothing_said", status=400)
    proposed = proposed[:LONGEST]
    if proposed:
        _put(draft, path, passage.text, proposed)
    label = _("New text:")
    said = "\n".join(filter(None, [reason, f"{label}\n{proposed}" if proposed else ""]))
    page = Page.objects.get(pk=lesson.pk)
    comment = Comment(page=page, user=by, text=said, contentpath=path)
    comment.save()
    comment.log_create(user=by, page_revision=lesson.latest_revision)
    return LessonSuggestion.objects.create(comment=comment, passage=path, before=passage.text, proposed=proposed)


def _put(draft: LessonPage, path: str, before: str, after: str) -> None:
    try:
        found = put(draft, path, before, after)
    except ValidationError as error:
        said = _("The new text does not fit here: %(reason)s") % {"reason": " ".join(error.messages)}
        raise Refusal(said, code="text_refused", status=400) from error
    if not found:
        raise Refusal(_("This passage was changed meanwhile. Look at it again."), code="passage_changed")


def _plain(text: str) -> str:
    """Return a text without the ends of lines that only forms put in."""
    return text.replace("\r\n", "\n").strip()


@transaction.atomic
def accept_suggestion(*, suggestion: LessonSuggestion, by: User) -> None:
    """Put the new text into the draft and resolve the comment. Raises ``Refusal`` where the passage was changed."""
    suggestion = _open(suggestion)
    lesson = LessonPage.objects.select_for_update(of=("self",)).get(pk=suggestion.comment.page_id)
    _check(lesson, by)
    if suggestion.proposed:
        draft = lesson.get_latest_revision_as_object()
        _put(draft, suggestion.passage, suggestion.before, suggestion.proposed)
        if not lesson.live:
            draft.save()
        draft.save_revision(user=by, log_action=True)
    _decide(suggestion, SuggestionState.ACCEPTED, by)


@transaction.atomic
def decline_suggestion(*, suggestion: LessonSuggestion, by: User) -> None:
    """Leave the passage as it is and resolve the comment."""
    suggestion = _open(suggestion)
    _check(LessonPage.objects.get(pk=suggestion.comment.page_id), by)
    _decide(suggestion, SuggestionState.DECLINED, by)


def _open(suggestion: LessonSuggestion) -> LessonSuggestion:
    rows = LessonSuggestion.objects.select_for_update(of=("self",)).select_related("comment")
    suggestion = rows.get(pk=suggestion.pk)
    if suggestion.state != SuggestionState.OPEN:
        raise Refusal(_("This suggestion was decided on already."), code="suggestion_decided")
    return suggestion


def _check(lesson: LessonPage, by: User) -> None:
    if not lesson.permissions_for_user(by).can_edit():
        raise Refusal(_("You may not edit this lesson."), code="lesson_not_yours", status=403)
    if (lock := lesson.get_lock()) and lock.for_user(by):
        raise Refusal(_("The lesson is locked at the moment."), code="lesson_locked")


def _decide(suggestion: LessonSuggestion, state: str, by: User) -> None:
    now = timezone.now()
    suggestion.state, suggestion.decided_by, suggestion.decided_at = state, by, now
    suggestion.save()
    comment = suggestion.comment
    if comment.resolved_at is None:
        comment.resolved_at, comment.resolved_by = now, by
        comment.save()
        comment.log_resolve(user=by)
