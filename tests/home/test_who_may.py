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
AWARDS = RUNS | {"instructor"}
READS_FEEDBACK = AWARDS | {"head"}
VIEWS_AS = RUNS | {"editor"}
MODERATES = VIEWS_AS | {"instructor"}
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


POST = {"body": "Written through the API", "client_key": str(uuid.UUID(int=1))}

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
    Row("lessons:progress", ("lesson_key", "language"), post=EAST),
    Row("lessons:finish", ("lesson_key", "language"), post=EAST),
    # Classes.
    Row("classes:catalogue", get=EVERYBODY, shows=INSIDE),
    Row("classes:mine", get=MEMBERS, shows=frozenset({"learner", "instructor", "class_teacher"})),
    Row("classes:enroll", ("class",), post=INSIDE),
    Row("classes:accept", ("class",), post=INSIDE),
    Row("classes:decline", ("class",), post=INSIDE),
    Row("classes:leave", ("class",), post=INSIDE),
    Row("classes:join", ("live",), get=INSIDE, answers=(302,)),
    Row("classes:roster", ("class",), get=RUNS, shows=RUNS),
    # An export that no plugin offers; each plugin's own tests say who gets theirs.
    Row("classes:export", ("class", "word"), get=NOBODY),
    Row("classes:complete_all", ("class",), post=RUNS),
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
    # Forums.
    Row("forums:index", get=MEMBERS, shows=INSIDE),
    Row("forums:new_thread", ("forum",), get=INSIDE, post=INSIDE, shows=INSIDE),
    Row("forums:thread", ("thread",), get=INSIDE, shows=INSIDE),
    Row("forums:reply", ("thread",), post=INSIDE),
    Row("forums:news", ("thread",), get=INSIDE, query="?after=0"),
    Row("forums:post", ("post",), get=INSIDE, answers=(302,)),
    Row("forums:lock", ("thread",), get=MODERATES, post=MODERATES, shows=MODERATES),
    Row("forums:hide", ("post",), get=MODERATES, post=MODERATES, shows=MODERATES),
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
    # The API: strangers are told to sign in by 401.
    Row("api", get=EVERYBODY, post=EVERYBODY, answers=(302,)),
    Row("api-1:openapi-json", get=EVERYBODY, post=EVERYBODY),
    Row("api-1:openapi-view", get=EVERYBODY, post=EVERYBODY),
    Row("api-1:api-root", get=EVERYBODY, post=EVERYBODY, answers=(302,)),
    Row("nothing_in_api", get=NOBODY),
    Row("api-1:me", get=MEMBERS),
    Row("api-1:lessons", get=EVERYBODY, shows=EAST),
    Row("api-1:lesson", ("lesson_key", "language"), get=EAST, shows=EAST),
    Row("api-1:lesson_progress", ("lesson_key", "language"), post=EAST, body={"percent": 10, "seconds": 5}),
    Row("api-1:classes", get=EVERYBODY, shows=INSIDE),
    Row("api-1:class", ("class",), get=INSIDE, shows=INSIDE),
    Row("api-1:roster", ("class",), get=RUNS, shows=NOBODY),
    Row("api-1:forums", get=MEMBERS, shows=INSIDE),
    Row("api-1:threads", ("forum",), get=INSIDE, shows=INSIDE),
    Row("api-1:posts", ("thread",), get=INSIDE, post=INSIDE, shows=INSIDE, body=POST),
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
    Row("search", get=EVERYBODY, query="?q=draft"),
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
        "lesson_key": east.lesson.translation_key,
        "learner": east.people["learner"].public_id,
        "class": east.training_class.public_id,
        "live": east.live_class.public_id,
        "enrollment": east.enrollment.public_id,
        "roster": east.roster.public_id,
        "tree": east.tree.public_id,
        "document": "document",
        "document_id": east.document.public_id,
        "forum": east.forum.public_id,
        "thread": east.post.thread.public_id,
        "post": east.post.public_id,
        "survey": east.survey.public_id,
        "entry": east.entry.public_id,
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
            address = reverse(row.name, args=[things(school)[name] for name in row.args]) + row.query
            for actor, client in clients.items():
                found += wrong(row, actor, client, address)

    assert not found, "\n".join(found)


def test_every_address_stands_in_the_table():
    known = {row.name for row in TABLE}
    names = {name for name, route, _pattern in patterns(get_resolver()) if not in_admin(route)}

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


def test_admin_addresses_of_pages_are_closed_to_another_county(school, clients):
    found = []
    for one in (school.east.lesson, school.east.draft, school.east.training_class, school.east.forum):
        for name, address in admin_addresses(one.pk):
            if str(one.pk) not in address or not name.startswith(("wagtailadmin_pages", "wagtailadmin_explore")):
                continue
            for method in ("get", "post"):
                response, text, written = ask(clients["west editor"], method, address)
                if response.status_code not in (302, 403, 404, 405) or written or CANARY in text:
                    found.append(f"{name} {method}: {response.status_code} {written}")

    assert not found, "\n".join(found)
