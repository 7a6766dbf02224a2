"""The school's programs as they really run: what one decides holds in the others; the demo opens, and closes whole."""

import http.client
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.server import SchoolServer, run
from tools import serve
from tools.school import ROOT

ASKED = 20
"""So many fresh connections reach every one of gunicorn's processes."""
REVOKE = """
from people.actions.roles import revoke_role
from people.models import RoleAssignment, User
user = User.objects.get(account_name="coordinator")
rows = list(RoleAssignment.objects.filter(user=user))
for row in rows:
    revoke_role(user=user, role=row.role, organization=row.organization, by=None)
result = [[row.role, row.organization_id] for row in rows]
"""
GRANT = """
from people.actions.roles import grant_role
from people.models import Organization, User
user = User.objects.get(account_name="coordinator")
for role, key in {rows!r}:
    grant_role(user=user, role=role, organization=Organization.objects.get(pk=key), by=None)
result = None
"""


class Asker:
    """Somebody's cookies, with which every question goes over a connection of its own."""

    def __init__(self, school: SchoolServer, page: Page) -> None:
        self.address = ("127.0.0.1", school.port)
        self.cookies = "; ".join(f"{one['name']}={one['value']}" for one in page.context.cookies())  # type: ignore[typeddict-item]

    def ask(self, path: str, **headers: str) -> int:
        connection = http.client.HTTPConnection(*self.address, timeout=60)
        try:
            connection.request("GET", path, headers={"Cookie": self.cookies, "Connection": "close", **headers})
            return connection.getresponse().status
        finally:
            connection.close()

    def statuses(self, path: str) -> set[int]:
        """Return every status that ``path`` is answered with."""
        return {self.ask(path) for _time in range(ASKED)}


@pytest.mark.walk
def test_revoked_role_is_gone_in_every_process(page_for: Callable[..., Page], school: SchoolServer) -> None:
    asker = Asker(school, page_for("coordinator"))
    assert asker.statuses("/learn/unit/") == {200}
    rows = run(school, REVOKE)
    try:
        assert rows
        assert asker.statuses("/learn/unit/") == {404}
    finally:
        run(school, GRANT.format(rows=rows))
    assert asker.statuses("/learn/unit/") == {200}


@pytest.mark.walk
def test_session_that_signed_out_is_over_in_every_process(page_for: Callable[..., Page], school: SchoolServer) -> None:
    page = page_for("learner4")
    asker = Asker(school, page)
    assert asker.statuses("/learn/") == {200}
    page.goto("/accounts/logout/")
    page.locator("form[action$='/logout/'] button.button--primary").click()
    page.wait_for_url(lambda url: "logout" not in url)
    assert asker.statuses("/learn/") == {302}


@pytest.fixture
def demo(school: SchoolServer, tmp_path: Path) -> Iterator[Callable[[], tuple[subprocess.Popen[str], int]]]:
    """Give what starts ``make demo`` beside the school, in a folder where it is loaded already."""
    var = tmp_path / "var"
    shutil.copytree(school.template, var, symlinks=True)
    started: list[subprocess.Popen[str]] = []

    def start() -> tuple[subprocess.Popen[str], int]:
        port = serve.free_port()
        environment = {**os.environ, "SCHOOLHOUSE_VAR": str(var), "SCHOOLHOUSE_DEMO_PASSWORD": "As-printed-1"}
        environment.pop("DJANGO_SETTINGS_MODULE", None)
        command = [sys.executable, "-m", "tools.demo", "--port", str(port)]
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
        started.append(process)
        return process, port

    yield start
    for process in started:
        process.kill()
        process.communicate()


def _said(process: subprocess.Popen[str]) -> str:
    """Return what a starting demo prints, to its last line."""
    assert process.stdout
    lines: list[str] = []
    for line in process.stdout:
        lines.append(line)
        if "Ctrl-C" in line:
            break
    return "".join(lines)


def test_demo_says_where_it_is_and_ctrl_c_leaves_nothing_running(
    demo: Callable[[], tuple[subprocess.Popen[str], int]], school: SchoolServer
) -> None:
    process, port = demo()
    said = _said(process)
    assert f"http://127.0.0.1:{port}/learn/" in said
    assert re.search(r"sign in as +administrator, .*learner2", said)
    assert "As-printed-1" in said
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", "/")
    assert connection.getresponse().status == 200
    connection.close()
    connection.request("GET", "/", headers={"Host": "elsewhere.example"})
    assert connection.getresponse().status == 400
    connection.close()

    mine = _below(process.pid)
    assert len(mine) >= 3
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=60) == 0
    assert not [child for child in mine if Path(f"/proc/{child}").exists()]
    assert serve.port_is_free(port)


def _below(parent: int) -> list[int]:
    """Return the processes that ``parent`` has started, and theirs."""
    pairs = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            pairs.append((int(stat.parent.name), int(stat.read_text().rpartition(")")[2].split()[1])))
    children = [child for child, above in pairs if above == parent]
    return [*children, *(one for child in children for one in _below(child))]
