"""Who may open which address: every URL name, every role, a stranger, and each role of another county.

A new address fails this test until it stands in ``TABLE``. ``get`` and ``post`` say who is let in; ``shows`` says whose
answer carries the canary of the eastern county. Whoever is not let in finds nothing there (404, or 405 where an address
takes only the other method), a stranger may be sent to sign in; nothing is written, and no canary shows.
"""

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from evaluations.models import FeedbackAnswer, FeedbackFile
from evaluations.results.guests import token_of as guest_token_of
from forums.models import HeldPost, PostFile
from people.notifications.links import token_for
from tests.factories.school import ROLES, School, make_school

pytestmark = pytest.mark.django_db

CANARY = "Eastcanary"
NOBODY: frozenset[str] = frozenset()
EAST = frozenset(ROLES)
MEMBERS = EAST | {f"west {name}" for name in ROLES}
EVERYBODY = MEMBERS | {"stranger"}
STRANGER = frozenset({"stranger"})

INSIDE = frozenset({"learner", "instructor", "class_teacher", "head", "editor", "administrator", "point"})
RUNS = frozenset({"class_teacher", "administrator"})
LOOKS = RUNS | {"head", "editor"}
AWARDS = RUNS | {"instructor"}
REOPENS = frozenset({"administrator"})
READS_RESULTS = RUNS | {"head"}
READS_FEEDBACK = AWARDS | {"head"}
MENDS = RUNS | {"head"}
POINT = frozenset({"point"})
VIEWS_AS = RUNS | {"editor"}
CONFIRMS = AWARDS | {"editor"}
MODERATES = VIEWS_AS | {"instructor"}
MODERATING = MODERATES | {f"west {name}" for name in MODERATES}
HELPS = frozenset({"instructor", "editor", "administrator"})
STAFF = frozenset(
    f"{county}{name}"
    for county in ("", "west ")
    for name in ("instructor", "class_teacher", "coordinator", "head", "editor", "administrator")
)
HEADS = frozenset({"head", "administrator", "west head", "west administrator"})
UNIT = HEADS | {"coordinator", "west coordinator"}
ADMINISTERS = frozenset({"administrator", "west administrator"})
SEES_UNIT = frozenset({"head", "administrator", "coordinator"})


@dataclass(frozen=True)
class Row:
    """One address. ``args`` name what ``things()`` gives; ``get``/``post`` of ``None``: the method is not taken;
    ``body`` is posted as JSON."""

    name: str
    args: tuple[str, ...] = ()
    get: frozenset[str] | None = None
    post: frozenset[str] | None = None
    shows: frozenset[str] = NOBODY
    query: str = ""
    answers: tuple[int, ...] = (200,)
    body: dict[str, Any] | None = None

    def __str__(self) -> str:
        return f"{self.name}{self.query}{'-' + '-'.join(self.args) if self.args else ''}"


def page(name: str, get: frozenset[str], shows: frozenset[str] = NOBODY) -> Row:
    """Return the row of a published page."""
    return Row("wagtail_serve", (name,), get=get, post=get, shows=shows)


OWN = frozenset({"learner"})
ON_ITS_DAY = "?on={today}"
NOTE = {"body": "A note", "client_key": str(uuid.UUID(int=2))}
POST = {"body": "Written through the API", "client_key": str(uuid.UUID(int=1))}

ANSWER = {"answer": ["sun"], "client_key": str(uuid.UUID(int=1))}

TABLE = [
    # The machine room.
    Row("health_live", get=EVERYBODY, answers=(200, 503)),
    Row("health_ready", get=EVERYBODY, answers=(200, 503)),
    Row("sitemap", get=EVERYBODY, post=EVERYBODY),
    Row("design:preferences", post=EVERYBODY),
    Row("design:styleguide", get=NOBODY),
    Row("design:styleguide_screen", ("word",), get=NOBODY),
    # Signing in and one's own account.
    Row("account_login", get=EVERYBODY, post=EVERYBODY, answers=(200, 302)),
    Row("account_logout", get=EVERYBODY, post=EVERYBODY, answers=(200, 302)),
    Row("account_signup", get=EVERYBODY, post=EVERYBODY, answers=(200, 302)),
    Row("account_sign_in_by", ("word",), get=EVERYBODY, answers=(404,)),
    Row("account_sign_in_back", ("word",), get=EVERYBODY, answers=(404,)),
    Row("account_inactive", get=EVERYBODY),
    Row("account_reauthenticate", get=MEMBERS, post=MEMBERS, answers=(200, 302)),
    Row("account_confirm_email", ("word",), get=EVERYBODY, post=EVERYBODY, answers=(200, 302, 404)),
    Row("account_change_password", get=MEMBERS, post=MEMBERS, answers=(200, 302)),
    Row("account_set_password", get=MEMBERS, post=MEMBERS, answers=(200, 302)),
    Row("account_reset_password", get=EVERYBODY, post=EVERYBODY, answers=(200, 302)),
    Row("account_reset_password_done", get=EVERYBODY),
    Row("account_reset_password_from_key", ("word", "word"), get=EVERYBODY, post=EVERYBODY),
    Row("account_reset_password_from_key_done", get=EVERYBODY),
    Row("mfa_index", get=MEMBERS, answers=(200, 302)),
    Row("mfa_authenticate", get=EVERYBODY, post=EVERYBODY, answers=(200, 302)),
    Row("mfa_reauthenticate", get=MEMBERS, post=MEMBERS, answers=(200, 302)),
    Row("mfa_activate_totp", get=MEMBERS, post=MEMBERS, answers=(200, 302)),
    Row("mfa_deactivate_totp", get=MEMBERS, post=MEMBERS, answers=(200, 302, 404)),
    Row("mfa_view_recovery_codes", get=MEMBERS, answers=(200, 302, 404)),
    Row("mfa_generate_recovery_codes", get=MEMBERS, post=MEMBERS, answers=(200, 302, 404)),
    Row("mfa_download_recovery_codes", get=MEMBERS, answers=(200, 302, 404)),
    Row("people:accounts", get=EVERYBODY, post=EVERYBODY, answers=(302,)),
    Row("people:use_code", get=EVERYBODY, post=EVERYBODY),
    Row("people:use_given_code", ("word",), get=EVERYBODY, post=EVERYBODY),
    Row("people:welcome", get=MEMBERS, post=MEMBERS, answers=(302,)),
    Row("people:profile", get=MEMBERS, post=MEMBERS),
    Row("people:identifiers", get=MEMBERS, post=MEMBERS, answers=(200, 302)),
    Row("people:devices", get=MEMBERS, post=MEMBERS, answers=(200, 404)),
    # What one is told. A link of a mail stops that mail, whoever opens it.
    Row("people:notifications", get=MEMBERS, shows=OWN),
    Row("people:notifications_read", post=MEMBERS),
    Row("people:notification_choices", get=MEMBERS, post=MEMBERS),
    Row("people:notification", ("notification",), get=OWN, post=OWN, answers=(302,)),
    Row("people:unsubscribe", ("stop_token",), get=EVERYBODY, post=EVERYBODY),
    Row("people:unsubscribe", ("word",), get=EVERYBODY, post=EVERYBODY, answers=(400,)),
    # People and organizations.
    Row("people:issue_code", ("learner",), get=RUNS, post=RUNS),
    Row("people:start_viewing", ("learner",), get=VIEWS_AS, post=VIEWS_AS),
    Row("people:stop_viewing", post=EVERYBODY),
    Row("people:organization_import", get=ADMINISTERS, post=ADMINISTERS),
    Row("people:organization_template", get=ADMINISTERS),
    Row("people:organization_preview", ("tree",), get=frozenset({"administrator"}), shows=frozenset({"administrator"})),
    Row("people:organization_apply", ("tree",), post=frozenset({"administrator"})),
    Row("people:organization_discard", ("tree",), post=frozenset({"administrator"})),
    Row("people:organization_undo", ("tree",), post=frozenset({"administrator"})),
    Row("people:file", ("document", "document_id", "word"), get=EAST, post=EAST, shows=EAST, answers=(200, 405)),
    # Lessons.
    Row("lessons:catalogue", get=EVERYBODY, shows=EAST),
    Row("lessons:series", ("series_key", "language"), get=EAST, shows=EAST),
    # A stranger's view; those who have signed in are counted from what they study.
    Row("lessons:seen", ("lesson_key", "language"), post=NOBODY),
    Row("lessons:finish", ("lesson_key", "language"), post=EAST),
    Row("lessons:learners", ("lesson_key", "language"), get=CONFIRMS, shows=CONFIRMS),
    Row("lessons:answers", ("lesson_key", "language"), get=CONFIRMS, shows=CONFIRMS),
    Row("lessons:answer", ("lesson_key", "language", "check"), post=EAST, answers=(200, 422)),
    Row("lessons:confirm", ("lesson_key", "language", "learner"), post=CONFIRMS),
    Row("lessons:my_notes", get=MEMBERS, shows=OWN),
    Row("lessons:export_notes", ("markdown",), get=MEMBERS, shows=OWN),
    Row("lessons:notes", ("lesson_key", "language"), get=EAST, post=EAST, shows=EAST),
    Row("lessons:note", ("note",), get=OWN, post=OWN, shows=OWN),
    Row("lessons:delete_note", ("note",), post=OWN),
    Row("lessons:restore_note", ("note",), post=OWN),
    Row("lessons:helping", get=STAFF, shows=frozenset({"instructor"})),
    Row("lessons:confirmations", get=STAFF, shows=CONFIRMS),
    Row("lessons:suggest", ("draft_key", "language"), get=HELPS, post=HELPS, shows=HELPS, answers=(200, 302)),
    # Classes.
    Row("classes:view_as", ("class",), get=VIEWS_AS, shows=VIEWS_AS),
    Row("classes:catalogue", get=EVERYBODY, shows=INSIDE),
    Row("classes:mine", get=MEMBERS, shows=frozenset({"learner", "instructor", "class_teacher"})),
    Row("classes:enroll", ("class",), post=INSIDE),
    Row("classes:accept", ("class",), post=INSIDE),
    Row("classes:decline", ("class",), post=INSIDE),
    Row("classes:leave", ("class",), post=INSIDE),
    # The week of the class, also where the test goes on past the end of a week.
    Row("classes:my_timetable", get=MEMBERS, shows=frozenset({"learner", "class_teacher"}), query=ON_ITS_DAY),
    Row("classes:teaching_timetable", get=MEMBERS, shows=frozenset({"instructor"}), query=ON_ITS_DAY),
    Row("classes:organization_timetable", ("organization",), get=LOOKS, shows=LOOKS, query=ON_ITS_DAY),
    Row("classes:calendar_settings", get=MEMBERS),
    Row("classes:renew_calendar", post=MEMBERS),
    Row("classes:revoke_calendar", post=MEMBERS),
    # Nobody's address.
    Row("calendar_feed", ("word",), get=NOBODY),
    Row("classes:timetable_desk", ("class",), get=RUNS, shows=RUNS),
    Row("classes:move_rest", ("class",), get=RUNS, post=RUNS, shows=RUNS),
    Row("classes:swap_items", ("class",), get=RUNS, post=RUNS, shows=RUNS),
    Row("classes:repeat_item", ("class",), get=RUNS, post=RUNS, shows=RUNS),
    Row("classes:cancel_item", ("item",), get=RUNS, post=RUNS, shows=RUNS),
    Row("classes:restore_item", ("item",), post=RUNS),
    Row("classes:timetable_seen", ("class",), post=INSIDE),
    Row("classes:join", ("live",), get=INSIDE, answers=(302,)),
    Row("classes:roster", ("class",), get=RUNS, shows=RUNS),
    # An export that no plugin offers; each plugin's own tests say who gets theirs.
    Row("classes:export", ("class", "word"), get=NOBODY),
    Row("classes:complete_all", ("class",), post=RUNS),
    Row("classes:closing", ("class",), get=RUNS, post=RUNS, shows=RUNS),
    Row("classes:reopen", ("class",), get=REOPENS, post=REOPENS, shows=REOPENS),
    Row("classes:results", ("class",), get=READS_RESULTS, shows=READS_RESULTS),
    # Nothing to take along before the class is closed.
    Row("classes:export_results", ("class", "xlsx"), get=NOBODY),
    Row("classes:enrollment", ("enrollment",), get=RUNS, shows=RUNS),
    Row("classes:withdraw", ("enrollment",), get=RUNS, post=RUNS, shows=RUNS),
    Row("classes:complete", ("enrollment",), post=RUNS),
    Row("classes:reinstate", ("enrollment",), post=RUNS),
    Row("classes:seat", ("enrollment",), post=RUNS),
    Row("classes:roster_import", ("class",), get=RUNS, post=RUNS, shows=RUNS),
    Row("classes:roster_template", ("class",), get=RUNS),
    Row("classes:roster_preview", ("class", "roster"), get=RUNS, shows=RUNS),
    Row("classes:roster_extra", ("class", "roster"), post=RUNS),
    Row("classes:roster_organizations", ("class", "roster"), post=RUNS),
    Row("classes:roster_apply", ("class", "roster"), post=RUNS),
    Row("classes:roster_discard", ("class", "roster"), post=RUNS),
    Row("classes:roster_slips", ("class", "roster"), post=RUNS),
    Row("classes:roster_undo", ("class", "roster"), post=RUNS),
    Row("classes:reflections", ("class",), get=OWN, shows=OWN),
    Row("classes:write_reflection", ("class",), get=OWN, post=OWN, shows=OWN),
    Row("classes:reflection", ("reflection",), get=OWN, post=OWN, shows=OWN),
    Row("classes:reflection", ("draft_reflection",), get=OWN, post=OWN, shows=OWN),
    Row("classes:reflection_desk", ("class",), get=RUNS, shows=RUNS),
    Row("classes:reflection_review", ("reflection",), get=RUNS, post=RUNS, shows=RUNS),
    Row("classes:reflection_review", ("draft_reflection",), get=NOBODY, post=NOBODY),
    Row("classes:ask_for_reflection", ("class",), get=RUNS, post=RUNS, shows=RUNS),
    Row("classes:reflection_task", ("task",), get=RUNS, post=RUNS, shows=RUNS),
    Row("classes:withdraw_reflection_task", ("task",), post=RUNS),
    # A spreadsheet is packed: its canary does not show.
    Row("classes:export_reflections", ("class", "xlsx"), get=RUNS),
    # Running a class. What a duty opens for a day is tested beside the duties.
    Row("classes:arrivals", ("class",), get=RUNS, shows=RUNS),
    Row("classes:record_arrival", ("enrollment",), post=RUNS),
    Row("classes:undo_arrival", ("arrival",), get=RUNS, post=RUNS, shows=RUNS),
    Row("classes:groups", ("class",), get=RUNS, shows=RUNS),
    Row("classes:add_group", ("class",), post=RUNS),
    Row("classes:divide", ("class",), post=RUNS),
    Row("classes:move_learners", ("class",), post=RUNS),
    Row("classes:group", ("group",), get=RUNS, post=RUNS, shows=RUNS),
    Row("classes:remove_group", ("group",), post=RUNS),
    Row("classes:duties", ("class",), get=RUNS, shows=RUNS),
    Row("classes:duty_day", ("class", "today"), get=RUNS, post=RUNS, shows=RUNS),
    Row("classes:take_duty", ("shift",), post=RUNS),
    Row("classes:add_office", ("class",), post=RUNS),
    Row("classes:office", ("office",), get=RUNS, post=RUNS, shows=RUNS),
    Row("classes:remove_office", ("office",), post=RUNS),
    Row("classes:notices", ("class",), get=INSIDE, shows=INSIDE),
    Row("classes:write_notice", ("class",), get=RUNS, post=RUNS, shows=RUNS),
    Row("classes:notice", ("notice",), get=INSIDE, shows=INSIDE),
    Row("classes:notice", ("withdrawn_notice",), get=RUNS, shows=RUNS),
    Row("classes:withdraw_notice", ("notice",), post=RUNS),
    Row("classes:people", ("class",), get=INSIDE, shows=INSIDE),
    Row("classes:wall", ("class",), get=INSIDE, post=RUNS | {"learner", "instructor"}, shows=INSIDE),
    Row("classes:hide_post", ("wall_post",), get=RUNS, post=RUNS, shows=RUNS),
    # A photo that is no picture of the class: it has no canary.
    Row("classes:wall_photo", ("wall_photo", "small"), get=INSIDE),
    Row("classes:wall_photo", ("hidden_photo", "small"), get=RUNS),
    Row("classes:paper", ("class",), get=RUNS, shows=RUNS),
    # A PDF is packed: its canary does not show.
    Row("classes:paper_file", ("class", "class_list", "pdf"), get=RUNS),
    # Forums.
    Row("forums:index", get=MEMBERS, shows=INSIDE),
    Row("forums:since", get=MEMBERS, shows=INSIDE),
    Row("forums:read_all", post=MEMBERS),
    Row("forums:new_thread", ("forum",), get=INSIDE, post=INSIDE, shows=INSIDE),
    Row("forums:thread", ("thread",), get=INSIDE, shows=INSIDE),
    Row("forums:reply", ("thread",), post=INSIDE),
    Row("forums:news", ("thread",), get=INSIDE, query="?after=0"),
    Row("forums:post", ("post",), get=INSIDE, answers=(302,)),
    Row("forums:thread_draft", ("thread",), get=INSIDE, post=INSIDE),
    Row("forums:forum_draft", ("forum",), get=INSIDE, post=INSIDE),
    Row("forums:edit", ("post",), get=MODERATES | OWN, post=MODERATES | OWN, shows=MODERATES | OWN),
    Row("forums:thank", ("post",), post=INSIDE),
    Row("forums:choose", ("post",), post=INSIDE),
    Row("forums:history", ("post",), get=INSIDE, shows=INSIDE),
    Row("forums:lock", ("thread",), get=MODERATES, post=MODERATES, shows=MODERATES),
    Row("forums:hide", ("post",), get=MODERATES, post=MODERATES, shows=MODERATES),
    Row("forums:number", ("thread", "number"), get=INSIDE, answers=(302,)),
    Row("forums:jump", ("thread",), get=INSIDE, answers=(302,), query="?number=1"),
    Row("forums:order", ("thread",), get=MODERATES, shows=MODERATES),
    Row("forums:act", ("thread", "rename"), get=MODERATES, post=MODERATES, shows=MODERATES),
    Row("forums:log", ("forum",), get=MODERATES, shows=MODERATES),
    Row("forums:told", get=MEMBERS),
    Row("forums:report", ("post",), get=INSIDE, post=INSIDE, shows=INSIDE),
    Row("forums:take_back_report", ("post",), post=INSIDE),
    Row("forums:review", get=MODERATING, shows=MODERATES),
    Row("forums:decide", ("kind_post", "post"), post=MODERATES),
    Row("forums:board", ("class",), get=MODERATES, shows=MODERATES),
    Row("forums:waiting", get=MEMBERS, shows=OWN),
    Row("forums:revise", ("held",), get=OWN, post=OWN, shows=OWN),
    Row("forums:withdraw", ("held",), post=OWN),
    Row("forums:evening", ("forum",), get=MODERATES, shows=MODERATES),
    Row("forums:box", ("live",), get=INSIDE, post=INSIDE, shows=INSIDE),
    Row("forums:box_settings", ("live",), post=MODERATES),
    Row("forums:support_question", ("question",), post=INSIDE),
    Row("forums:move_question", ("question",), post=MODERATES),
    Row("forums:carry", ("forum",), post=MODERATES),
    Row("forums:names", ("forum",), post=MODERATES),
    Row("forums:room", ("forum",), get=INSIDE, shows=INSIDE),
    # A learner who leads no group and has no duty today records nothing.
    Row("forums:record", ("forum", "forum"), get=MODERATES, post=MODERATES, shows=MODERATES),
    Row("forums:record_photo", ("record", "small"), get=INSIDE),
    Row("forums:outcome", ("forum",), get=MODERATES, post=MODERATES, shows=MODERATES),
    Row("forums:reopen_outcome", ("forum",), post=MODERATES),
    Row("forums:outcome_pdf", ("forum",), get=INSIDE),
    Row("forums:follow_ups", get=MEMBERS, shows=OWN),
    Row("forums:mark_done", ("follow_up",), post=MODERATES | OWN),
    Row("forums:people", ("forum",), get=INSIDE),
    Row("forums:vote", ("post",), post=INSIDE),
    Row("forums:reveal", ("secret_post",), get=MODERATES, post=MODERATES, shows=MODERATES),
    # A post that bears its author's name.
    Row("forums:reveal", ("post",), get=NOBODY, post=NOBODY),
    # Nothing is sent along: who may send is told so.
    Row("forums:upload", ("forum",), post=INSIDE, answers=(400,)),
    # A picture has no canary.
    Row("forums:file", ("post_file",), get=INSIDE),
    Row("forums:small_file", ("post_file",), get=INSIDE),
    # Evaluations.
    Row("evaluations:index", get=MEMBERS, shows=frozenset({"instructor"})),
    Row(
        "evaluations:survey",
        ("survey",),
        get=frozenset({"learner"}),
        post=frozenset({"learner"}),
        shows=frozenset({"learner"}),
    ),
    Row("evaluations:summary", ("survey",), get=READS_FEEDBACK, shows=READS_FEEDBACK),
    Row("evaluations:summary_file", ("survey", "xlsx"), get=READS_FEEDBACK),
    Row("evaluations:summary_file", ("survey", "pdf"), get=READS_FEEDBACK),
    Row("evaluations:texts", get=MEMBERS, shows=READS_FEEDBACK),
    Row("evaluations:tag_text", ("text_answer",), post=READS_FEEDBACK),
    Row("evaluations:results", get=HEADS),
    Row("evaluations:results_file", ("xlsx",), get=HEADS),
    Row("evaluations:results_file", ("pdf",), get=HEADS),
    Row("evaluations:flag", ("survey",), get=MENDS, post=MENDS, shows=MENDS, answers=(200, 400)),
    Row("evaluations:mending", get=MEMBERS, shows=MENDS),
    Row("evaluations:action_item", ("action_item",), get=MENDS, post=MENDS, shows=MENDS, answers=(200, 400)),
    Row("evaluations:collect", ("survey",), get=AWARDS, shows=AWARDS),
    Row("evaluations:collected", ("survey",), get=AWARDS),
    Row("evaluations:close", ("survey",), post=RUNS),
    Row("evaluations:paper", ("survey",), get=POINT, post=POINT, shows=POINT),
    Row("evaluations:class_feedback", ("class",), get=RUNS | POINT, shows=RUNS | POINT),
    Row("evaluations:guest_links", ("class",), get=RUNS, post=RUNS, shows=RUNS, answers=(200, 400)),
    Row("evaluations:revoke_guest_link", ("class", "guest_link"), post=RUNS),
    # Whoever has the signed address of a guest instructor reads what it opens.
    Row("evaluations:guest", ("guest_token",), get=EVERYBODY, shows=EVERYBODY),
    Row("evaluations:guest", ("word",), get=NOBODY),
    Row("evaluations:guest_summary", ("guest_token", "survey"), get=EVERYBODY, shows=EVERYBODY),
    Row("evaluations:file", ("answer_file",), get=READS_FEEDBACK),
    Row("evaluations:points", ("class",), get=frozenset({"learner"}), shows=frozenset({"learner"})),
    Row("evaluations:standings", ("class",), get=AWARDS, shows=AWARDS),
    Row(
        "evaluations:ledger",
        ("class", "learner"),
        get=AWARDS | {"learner"},
        post=AWARDS | {"learner"},
        shows=AWARDS,
        answers=(200, 302),
    ),
    Row("evaluations:reverse", ("entry",), get=AWARDS, post=AWARDS, shows=AWARDS),
    Row("evaluations:standings_export", ("class",), get=AWARDS),
    Row("evaluations:points_settings", ("class",), get=RUNS, post=RUNS, shows=RUNS),
    Row("evaluations:scheme", ("class",), get=RUNS, post=RUNS, shows=RUNS),
    Row("evaluations:give", ("class",), get=AWARDS, post=AWARDS, shows=AWARDS),
    Row("evaluations:sheet", ("class",), get=AWARDS, post=AWARDS, shows=AWARDS),
    Row("evaluations:sheet_template", ("class",), get=AWARDS),
    Row("evaluations:sheet_import", ("class", "points_sheet"), get=AWARDS, post=AWARDS, shows=AWARDS),
    Row("evaluations:appeals", ("class",), get=RUNS, shows=RUNS),
    Row("evaluations:appeal", ("entry",), get=OWN, post=OWN, shows=OWN),
    Row("evaluations:appeal_answer", ("appeal",), get=RUNS, post=RUNS, shows=RUNS),
    # The API: strangers are told to sign in by 401.
    Row("api", get=EVERYBODY, post=EVERYBODY, answers=(302,)),
    Row("api-1:openapi-json", get=EVERYBODY, post=EVERYBODY),
    Row("api-1:openapi-view", get=EVERYBODY, post=EVERYBODY),
    Row("api-1:api-root", get=EVERYBODY, post=EVERYBODY, answers=(302,)),
    Row("nothing_in_api", get=NOBODY),
    Row("api-1:me", get=MEMBERS),
    Row("api-1:lessons", get=EVERYBODY, shows=EAST),
    Row("api-1:lesson", ("lesson_key", "language"), get=EAST, shows=EAST),
    Row("api-1:lesson_progress", ("lesson_key", "language"), post=EAST, body={"beats": []}),
    Row("api-1:lesson_finish", ("lesson_key", "language"), post=EAST),
    Row("api-1:notifications", get=MEMBERS, shows=OWN),
    Row("api-1:notification_read", ("notification",), post=OWN),
    Row("api-1:notifications_read", post=MEMBERS, body={"until": str(uuid.UUID(int=1))}, answers=(404,)),
    Row("api-1:notes", get=MEMBERS, shows=OWN),
    Row("api-1:lesson_notes", ("lesson_key", "language"), get=EAST, post=EAST, shows=OWN, body=NOTE),
    Row("api-1:write_note", ("lesson_key", "language"), get=EAST, post=EAST, shows=OWN, body=NOTE),
    Row("api-1:note", ("note",)),
    Row("api-1:delete_note", ("note",)),
    Row("api-1:restore_note", ("note",), post=OWN),
    Row("api-1:reflections", get=MEMBERS, shows=OWN),
    Row("api-1:class_reflections", ("class",), get=RUNS, post=OWN, shows=RUNS, body={**NOTE, "title": "Free"}),
    Row("api-1:start_reflection", ("class",), get=RUNS, post=OWN, shows=RUNS, body={**NOTE, "title": "Free"}),
    Row("api-1:reflection", ("reflection",)),
    Row("api-1:submit_reflection", ("draft_reflection",), post=OWN),
    Row("api-1:judge_reflection", ("reflection",), post=RUNS, body={"verdict": "accept", "number": 1}),
    Row("api-1:checks", ("lesson_key", "language"), get=EAST, shows=EAST),
    Row("api-1:check_attempts", ("lesson_key", "language", "check"), get=EAST, post=EAST, body=ANSWER),
    Row("api-1:answer_check", ("lesson_key", "language", "check"), get=EAST, post=EAST, body=ANSWER),
    Row("api-1:classes", get=EVERYBODY, shows=INSIDE),
    Row("api-1:class", ("class",), get=INSIDE, shows=INSIDE),
    Row("api-1:roster", ("class",), get=RUNS, shows=RUNS),
    Row("api-1:forums", get=MEMBERS, shows=INSIDE),
    Row("api-1:threads", ("forum",), get=INSIDE, shows=INSIDE),
    Row("api-1:posts", ("thread",), get=INSIDE, post=INSIDE, shows=INSIDE, body=POST),
    Row("api-1:edit_post", ("post",), get=None),
    Row("api-1:write_post", ("thread",), get=INSIDE, post=INSIDE, shows=INSIDE, body=POST),
    Row("api-1:surveys", get=MEMBERS, shows=frozenset({"learner"})),
    Row("api-1:survey_summary", ("survey",), get=READS_FEEDBACK, shows=READS_FEEDBACK),
    Row("api-1:points", ("class",), get=frozenset({"learner"}), shows=frozenset({"learner"})),
    # The front door.
    Row("wagtailcore_login", get=EVERYBODY, post=EVERYBODY, answers=(200, 302)),
    Row("wagtailcore_authenticate_with_password", ("number", "number"), post=NOBODY),
    Row("search", get=EVERYBODY, query="?q=Eastcanary", shows=EVERYBODY),
    Row("search", get=EVERYBODY, query="?q=lesson", shows=EAST),
    Row("search", get=EVERYBODY, query="?q=class", shows=INSIDE),
    Row("search", get=EVERYBODY, query="?q=live", shows=INSIDE),
    Row("search", get=EVERYBODY, query="?q=forum", shows=INSIDE),
    Row("search", get=EVERYBODY, query="?q=post", shows=INSIDE),
    Row("search", get=EVERYBODY, query="?q=question", shows=EAST),
    Row("search", get=EVERYBODY, query="?q=draft"),
    Row("search_suggest", get=EVERYBODY, query="?q=lesson", shows=EAST),
    Row("api-1:search", get=EVERYBODY, query="?q=post", shows=INSIDE),
    Row("home:learn", get=MEMBERS, shows=frozenset({"learner", "instructor", "class_teacher", "point"})),
    Row("home:figures", get=HEADS),
    Row("home:unit", get=UNIT, shows=SEES_UNIT),
    # Pages.
    page("home", EVERYBODY, EAST),
    page("county home", EVERYBODY, EAST),
    page("lesson list", EVERYBODY, EAST),
    page("lesson", EAST, EAST),
    page("draft", NOBODY),
    page("class list", EVERYBODY, INSIDE),
    page("class page", INSIDE, INSIDE),
    page("live class", INSIDE, INSIDE),
    page("forum page", INSIDE, INSIDE),
]


def things(school: School) -> dict[str, Any]:
    """Give what ``Row.args`` name: everything of the eastern county."""
    east, root = school.east, school.home
    pages = {
        "home": root,
        "county home": east.home,
        "lesson list": east.lesson.get_parent(),
        "lesson": east.lesson,
        "draft": east.draft,
        "class list": east.training_class.get_parent(),
        "class page": east.training_class,
        "live class": east.live_class,
        "forum page": east.forum,
    }
    start = len(school.home.url_path)
    return {
        **{name: one.url_path[start:] for name, one in pages.items()},
        "word": "word",
        "number": 1,
        "language": east.lesson.locale.language_code,
        "check": "single",
        "lesson_key": east.lesson.translation_key,
        "series_key": east.series.translation_key,
        "draft_key": east.draft.translation_key,
        "learner": east.people["learner"].public_id,
        "class": east.training_class.public_id,
        "live": east.live_class.public_id,
        "item": east.training_class.timetable_items.get().public_id,
        "organization": east.organization.public_id,
        "enrollment": east.enrollment.public_id,
        "roster": east.roster.public_id,
        "tree": east.tree.public_id,
        "document": "document",
        "document_id": east.document.public_id,
        "forum": east.forum.public_id,
        "thread": east.post.thread.public_id,
        "post": east.post.public_id,
        "question": east.question.public_id,
        "record": east.record.public_id,
        "follow_up": east.follow_up.public_id,
        "survey": east.survey.public_id,
        "action_item": east.action_item.public_id,
        "guest_link": east.guest_link.public_id,
        "guest_token": guest_token_of(east.guest_link),
        "entry": east.entry.public_id,
        "appeal": east.appeal.public_id,
        "points_sheet": east.points_sheet.public_id,
        "note": east.note.public_id,
        "task": east.task.public_id,
        "reflection": east.reflection.public_id,
        "draft_reflection": east.draft_reflection.public_id,
        "arrival": east.arrival.public_id,
        "group": east.group.public_id,
        "shift": east.shift.public_id,
        "office": east.office.public_id,
        "notice": east.notice.public_id,
        "withdrawn_notice": east.withdrawn_notice.public_id,
        "wall_post": east.wall_post.public_id,
        "wall_photo": east.wall_post.photos.get().public_id,
        "hidden_photo": east.hidden_post.photos.get().public_id,
        "small": "small",
        "today": timezone.localdate(east.live_class.starts_at).isoformat(),
        "class_list": "class-list",
        "pdf": "pdf",
        "markdown": "md",
        "xlsx": "xlsx",
        "rename": "rename",
        "kind_post": "post",
        "notification": east.people["learner"].notifications.get().public_id,
        "stop_token": token_for(east.people["learner"], ["forums.reply"]),
        "secret_post": east.secret.public_id,
        "text_answer": FeedbackAnswer.objects.exclude(text="").get(response__survey=east.survey).pk,
        "answer_file": FeedbackFile.objects.get(survey=east.survey).pk,
        "post_file": PostFile.objects.get(post__isnull=False, uploaded_by=east.people["learner"]).public_id,
        "held": HeldPost.objects.get(author=east.people["learner"]).public_id,
    }


def patterns(resolver: Any, way: str = "", spaces: tuple[str, ...] = ()) -> Iterator[tuple[str, str, URLPattern]]:
    """Give every address of the site: its full name, its route and its pattern."""
    for one in resolver.url_patterns:
        route = way + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from patterns(one, route, (*spaces, one.namespace) if one.namespace else spaces)
        else:
            yield ":".join((*spaces, one.name or "")), route, one


def in_admin(route: str) -> bool:
    """Say whether an address stands below the Wagtail admin."""
    return route.startswith("admin/")


@pytest.fixture(scope="module")
def committed_school(committed, tmp_path_factory) -> tuple[School, Path]:
    """Make the school once for all rows: whatever a row asks is undone."""
    media = tmp_path_factory.mktemp("media")
    with override_settings(MEDIA_ROOT=media):
        return make_school(), media


@pytest.fixture
def school(committed_school, settings) -> School:
    made, settings.MEDIA_ROOT = committed_school
    return made


@pytest.fixture
def clients(school) -> dict[str, Client]:
    found = {}
    for name, user in school.actors().items():
        found[name] = Client()
        if user.is_authenticated:
            found[name].force_login(user)
    return found


def text_of(response: Any) -> str:
    """Return an answer's body, whatever it is."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode(errors="replace")


def to_sign_in(response: Any) -> bool:
    """Say whether an answer sends to the sign-in."""
    return response.status_code == 302 and "login" in response.url


WRITES = re.compile(r'^(INSERT INTO|UPDATE|DELETE FROM) "(?!django_session|usersessions|schoolhouse_cache)')


def ask(client: Client, method: str, address: str, body: Any = None) -> tuple[Any, str, list[str]]:
    """Ask once and undo it, signing out included; give the answer, its text and what was written."""
    signed_in = client.cookies.copy()
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        sent = {"data": body, "content_type": "application/json"} if body and method == "post" else {}
        response = getattr(client, method)(address, **sent)
        text = text_of(response)
        transaction.set_rollback(True)
    client.cookies = signed_in
    return response, text, [q["sql"][:80] for q in queries.captured_queries if WRITES.match(q["sql"])]


def is_refused(actor: str, response: Any) -> bool:
    """Say whether an answer lets nobody in."""
    if actor == "stranger" and (to_sign_in(response) or response.status_code == 401):
        return True
    return response.status_code in (404, 405)


def wrong(row: Row, actor: str, client: Client, address: str) -> Iterator[str]:
    """Ask an address by both methods as ``actor`` and name what the table does not say."""
    for method, admitted in (("get", row.get), ("post", row.post)):
        response, text, written = ask(client, method, address, row.body)
        said = f"{row} {method} as {actor}: {response.status_code}"
        if admitted is None or actor not in admitted:
            if not is_refused(actor, response):
                yield said
            if written:
                yield f"{said} wrote {written}"
            if CANARY in text:
                yield f"{said} shows the canary"
        elif method == "get":
            if response.status_code not in row.answers:
                yield said
            if (CANARY in text) != (actor in row.shows):
                yield f"{said} {'shows' if CANARY in text else 'does not show'} the canary"
        elif response.status_code not in {*row.answers, 200, 201, 204, 302, 303, 400, 409, 422}:
            yield said


ROOMS = sorted({row.name.split(":")[0].split("_")[0] for row in TABLE})


@pytest.mark.parametrize("room", ROOMS)
def test_every_address_lets_in_whom_the_table_says(school, clients, room):
    found = []
    for row in TABLE:
        if row.name.split(":")[0].split("_")[0] == room:
            known = things(school)
            query = row.query.replace("{today}", known["today"])
            address = reverse(row.name, args=[known[name] for name in row.args]) + query
            for actor, client in clients.items():
                found += wrong(row, actor, client, address)

    assert not found, "\n".join(found)


def test_every_address_stands_in_the_table():
    """Those of a bundled plugin stand in a table of its own tests, which go with it."""
    known = {row.name for row in TABLE}
    names = {name for name, route, _pattern in patterns(get_resolver()) if not in_admin(route)}
    names -= {name for name in names if name.startswith("plugins:")}

    assert names - known == set()
    assert known - names == set()


OPEN_ADMIN = {
    "admin_sign_in",
    "admin_sign_out",
    "wagtailadmin_login",
    "wagtailadmin_logout",
    "wagtailadmin_password_reset",
    "wagtailadmin_password_reset_done",
    "wagtailadmin_password_reset_confirm",
    "wagtailadmin_password_reset_complete",
    "wagtailadmin_javascript_catalog",
    "wagtailadmin_sprite",
}
"""Admin addresses that lead to the sign-in or hold nothing of anybody."""


def admin_addresses(number: int) -> Iterator[tuple[str, str]]:
    """Give every admin address by name, with ``number`` wherever one names an object."""
    for name, route, pattern in patterns(get_resolver()):
        if not in_admin(route) or not pattern.name or name in OPEN_ADMIN:
            continue
        _form, parameters = next(iter(ways_to_write(name)))
        values = {
            key: uuid.UUID(int=number) if re.search(rf"<uuid:{key}>", route) else _value(key, number)
            for key in parameters
        }
        yield name, reverse(name, kwargs=values)


def ways_to_write(name: str) -> list[tuple[str, list[str]]]:
    """Return the ways to write an address: its form and the names of its parameters."""
    *spaces, last = name.split(":")
    resolver = get_resolver()
    for space in spaces:
        resolver = resolver.namespace_dict[space][1]
    return [form for possibility in resolver.reverse_dict.getlist(last) for form in possibility[0]]


def _value(key: str, number: int) -> Any:
    words = {
        "app_label": "lessons",
        "app_name": "lessons",
        "model_name": "lessonpage",
        "content_type_app_name": "lessons",
        "content_type_model_name": "lessonpage",
        "action_name": "approve",
        "action": "delete",
        "filter_spec": "original",
        "media_type": "audio",
        "mode": "usage",
        "slug": "word",
        "uidb64": "word",
        "token": "word",
    }
    return words.get(key, number)


@pytest.mark.parametrize("actor", ["stranger", "learner", "instructor", "coordinator", "head", "point"])
def test_admin_is_closed_to_whoever_does_not_work_there(school, clients, actor):
    found = []
    for name, address in admin_addresses(school.east.lesson.pk):
        for method in ("get", "post"):
            response, text, written = ask(clients[actor], method, address)
            turned_away = response.status_code in (403, 404, 405) or response.status_code == 302
            if not turned_away or written or CANARY in text:
                found.append(f"{name} {method}: {response.status_code} {written}")

    assert not found, "\n".join(found)


@pytest.mark.parametrize("actor", ["west editor", "west class_teacher"])
def test_admin_addresses_of_pages_are_closed_to_another_county(school, clients, actor):
    found, east = [], school.east
    for one in (east.lesson, east.draft, east.training_class, east.live_class, east.forum):
        for name, address in admin_addresses(one.pk):
            if str(one.pk) not in address or not name.startswith(("wagtailadmin_pages", "wagtailadmin_explore")):
                continue
            for method in ("get", "post"):
                response, text, written = ask(clients[actor], method, address)
                if response.status_code not in (302, 403, 404, 405) or written or CANARY in text:
                    found.append(f"{name} {method}: {response.status_code} {written}")

    assert not found, "\n".join(found)


CLASS_PAGES = ("training_class", "live_class", "forum")
WORKS_ON_CLASSES = frozenset({"editor", "class_teacher", "administrator"})


@pytest.mark.parametrize("view", ["edit", "copy", "unpublish"])
def test_pages_of_a_class_are_worked_on_by_its_organizations_staff_alone(school, clients, view):
    admitted = {
        name: frozenset(
            actor
            for actor, client in clients.items()
            if ask(client, "get", reverse(f"wagtailadmin_pages:{view}", args=[getattr(school.east, name).pk]))[
                0
            ].status_code
            == 200
        )
        for name in CLASS_PAGES
    }

    assert admitted == dict.fromkeys(CLASS_PAGES, WORKS_ON_CLASSES)
