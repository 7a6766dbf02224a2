"""Makes kinds and notifications for tests, and a server that takes mail."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from itertools import count
from typing import Any

from people.models import Notification, User
from people.notifications import tell
from schoolhouse.extension_points import notification_kinds
from schoolhouse.notifications import NotificationKind, Way, Words

KIND = "tests.note"
OWNER = "tests"
_numbers = count(1)


@contextmanager
def registered_kind(name: str = KIND, *, way: Way = Way.MAIL, hidden: set[str] | None = None) -> Iterator[set[str]]:
    """Register a kind for a while; yield the titles of what nobody may see, which may be added to."""
    hidden = set() if hidden is None else hidden

    def words(data: Any) -> Words:
        return Words(f"Note: {data['title']}", data.get("text", ""))

    def visible(person: Any, rows: Any) -> list[bool]:
        return [data["title"] not in hidden for data in rows]

    kind = NotificationKind(f"A note of {name}", "Notes", words, visible, way)
    notification_kinds.register(f"{OWNER}.{name}", name, kind)
    try:
        yield hidden
    finally:
        notification_kinds.withdraw(f"{OWNER}.{name}")


def make_notification(person: User, title: str = "", *, kind: str = KIND, **fields: Any) -> Notification:
    """Tell ``person`` of something new; ``fields`` are those of ``tell``."""
    number = next(_numbers)
    title = title or f"Title {number}"
    fields = {"data": {"title": title}, "url": "/", **fields}
    tell(kind, key=f"key-{number}", people=[person], **fields)
    person.refresh_from_db()
    return Notification.objects.get(person=person, kind=kind, key=f"key-{number}")


class _Talk(socketserver.StreamRequestHandler):
    """As much SMTP as a client needs to hand a mail over."""

    def handle(self) -> None:
        self._say("220 tests")
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb == b"DATA":
                self._say("354 go on")
                body = b""
                while (row := self.rfile.readline()) != b".\r\n":
                    body += row[1:] if row.startswith(b"..") else row
                self.server.mails.append(message_from_bytes(body, policy=policy.default))  # type: ignore[attr-defined]
            self._say("221 bye" if verb == b"QUIT" else "250 ok")
            if verb == b"QUIT":
                return

    def _say(self, text: str) -> None:
        self.wfile.write(text.encode() + b"\r\n")


@contextmanager
def running_mail_server() -> Iterator[tuple[int, list[EmailMessage]]]:
    """Run a server that takes mail; yield its port and what it took."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Talk) as server:
        server.daemon_threads = True
        server.mails = []  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield server.server_address[1], server.mails  # type: ignore[attr-defined]
        finally:
            server.shutdown()
            thread.join()
