"""Reporting posts, and deciding about what was reported."""

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from forums.actions.moderation.edges import CASE_EDGES, Attempt, take
from forums.actions.moderation.held import return_post
from forums.actions.moderation.record import clean_reason, record
from forums.actions.search import file_posts
from forums.models import CaseState, ModerationAct, Post, PostReport, ReportCase, ReportReason
from forums.permissions import standing_of
from forums.queries.thread import must_answer_first
from people.models import User
from schoolhouse.refusals import Refusal

WORDS_LENGTH = 500
OUTCOMES = {
    CaseState.KEPT: ModerationAct.REPORT_KEPT,
    CaseState.HIDDEN: ModerationAct.REPORT_HIDDEN,
    CaseState.RETURNED: ModerationAct.REPORT_RETURNED,
    CaseState.WARNED: ModerationAct.REPORT_WARNED,
}


def report_post(*, post: Post, reason: str, by: User, words: str = "") -> PostReport:
    """Tell the moderators that something is wrong with a post; all reports of it make one case. Once each.

    Where the forum says so, a post that many have reported is hidden until somebody has looked.

    Raises ``Refusal`` when ``by`` does not read the post or wrote it, the reason is none of ``ReportReason``, the words
    are too long, the post is hidden, or it was decided already what ``by`` reported.
    """
    words = _checked(post, reason, words, by)
    with transaction.atomic():
        # Two readers who report at once wait for each other here, and make one case.
        post = Post.objects.select_for_update(of=("self",), no_key=True).select_related("thread__forum").get(pk=post.pk)
        before = PostReport.objects.filter(post=post, reporter=by).select_related("case").first()
        if before is not None and before.withdrawn_at is None:
            if before.case.state != CaseState.OPEN:
                raise Refusal(_("You have reported this post before, and it was decided."), code="decided")
            return before
        if post.is_hidden and not post.cases.filter(state=CaseState.OPEN).exists():
            raise Refusal(_("A moderator has hidden this post."), code="hidden")
        now = timezone.now()
        case, _made = ReportCase.objects.get_or_create(post=post, state=CaseState.OPEN, defaults={"opened_at": now})
        fields = {"case": case, "reason": reason, "words": words, "created_at": now, "withdrawn_at": None}
        report, _made = PostReport.objects.update_or_create(post=post, reporter=by, defaults=fields)
        _hide_if_many(post, case)
    return report


def withdraw_report(*, post: Post, by: User) -> None:
    """Take one's report back; a case by which nobody stands is over. Raises ``Refusal`` where there is none open."""
    with transaction.atomic():
        Post.objects.select_for_update(no_key=True).get(pk=post.pk)
        report = PostReport.objects.filter(post=post, reporter=by, withdrawn_at=None).select_related("case").first()
        if report is None or report.case.state != CaseState.OPEN:
            raise Refusal(_("There is no open report of yours."), code="none")
        report.withdrawn_at = timezone.now()
        report.save(update_fields=["withdrawn_at"])
        # What the software hid stays hidden until somebody has looked.
        if not report.case.hidden_by_software and not report.case.reports.filter(withdrawn_at=None).exists():
            _close(report.case, take(CASE_EDGES, "withdraw", Attempt(report.case, None)))


def decide_case(*, case: ReportCase, verdict: str, reason: str, by: User) -> ReportCase:
    """Decide about a reported post: keep, hide, return or warn. Its author and those who reported it are told.

    Nobody who reported it is named to its author. Raises ``Refusal`` when ``by`` may not, gives no reason, or the case
    is decided.
    """
    reason = clean_reason(reason)
    with transaction.atomic():
        rows = ReportCase.objects.select_for_update(of=("self",), no_key=True)
        case = rows.select_related("post__thread__forum", "post__author").get(pk=case.pk)
        state = take(CASE_EDGES, verdict, Attempt(case, by, reason))
        _carry_out(case, verdict, reason, by)
        _close(case, state)
        reporters = case.reports.filter(withdrawn_at=None).values_list("reporter_id", flat=True)
        thread = case.post.thread
        record(
            OUTCOMES[CaseState(state)], forum=thread.forum, thread=thread, post=case.post, reason=reason, by=by,
            concerns=set(reporters) - {case.post.author_id},
        )  # fmt: skip
    return case


def _checked(post: Post, reason: str, words: str, by: User) -> str:
    """Return ``words`` trimmed, if ``by`` may report ``post`` with them."""
    standing = standing_of(by, post.thread.forum)
    if not standing.reads or must_answer_first(post.thread, by, standing):
        raise Refusal(_("You cannot report this post."), code="forbidden", status=403)
    if post.author_id == by.pk:
        raise Refusal(_("This is your own post."), code="own", status=400)
    if reason not in ReportReason.values:
        raise Refusal(_("Please choose what is wrong."), code="reason", status=400)
    words = " ".join(words.replace("\x00", "").split())
    if len(words) > WORDS_LENGTH:
        raise Refusal(_("At most %(limit)d characters, please.") % {"limit": WORDS_LENGTH}, code="too_long", status=400)
    if reason == ReportReason.OTHER and not words:
        raise Refusal(_("Please say in a few words what is wrong."), code="empty", status=400)
    return words


def _hide_if_many(post: Post, case: ReportCase) -> None:
    """Hide a post that as many have reported as its forum says."""
    limit = post.thread.forum.hide_after_reports
    if not limit or post.is_hidden or case.reports.filter(withdrawn_at=None).count() < limit:
        return
    with translation.override(post.thread.forum.locale.language_code):
        reason = _("Several readers reported it: hidden until a moderator has looked.")
    _set_hidden(post, hidden=True)
    ReportCase.objects.filter(pk=case.pk).update(hidden_by_software=True)
    record(
        ModerationAct.HIDE, forum=post.thread.forum, thread=post.thread, post=post, reason=reason, by=None,
        concerns=[post.author_id],
    )  # fmt: skip


def _set_hidden(post: Post, *, hidden: bool) -> None:
    Post.objects.filter(pk=post.pk).update(is_hidden=hidden)
    post.is_hidden = hidden
    file_posts(Post.objects.filter(pk=post.pk))


def _carry_out(case: ReportCase, verdict: str, reason: str, by: User) -> None:
    """Do to the post what was decided, and tell its author; a post that simply stays is no news to them."""
    post, acts = case.post, []
    if verdict == "return":
        return_post(post=post, reason=reason, by=by)
    elif verdict == "hide":
        _set_hidden(post, hidden=True)
        acts = [ModerationAct.HIDE]
    else:
        acts = [ModerationAct.WARN] if verdict == "warn" else []
        if case.hidden_by_software and post.is_hidden:
            _set_hidden(post, hidden=False)
            acts.append(ModerationAct.SHOW)
    for act in acts:
        record(
            act, forum=post.thread.forum, thread=post.thread, post=post, reason=reason, by=by, concerns=[post.author_id]
        )


def _close(case: ReportCase, state: str) -> None:
    case.state, case.decided_at = state, timezone.now()
    case.save(update_fields=["state", "decided_at"])
