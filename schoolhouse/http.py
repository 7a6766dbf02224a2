"""How plugins ask other servers: never without an end, never more than fits."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import requests

CONNECT_SECONDS, READ_SECONDS = 3.0, 10.0
MOST_BYTES = 2 * 1024 * 1024


class Unreachable(Exception):
    """The other server gave no answer in time, one that is too long, or none that can be used."""


@dataclass(frozen=True)
class Answer:
    """What the other server said."""

    status: int
    content: bytes
    headers: dict[str, str]


def ask(
    method: str,
    url: str,
    *,
    seconds: float = READ_SECONDS,
    most_bytes: int = MOST_BYTES,
    **options: Any,
) -> Answer:
    """Send a request and return the whole answer, whatever its status.

    ``seconds`` is how long the other server may be silent, ``most_bytes`` how long the answer may be, ``options`` are
    those of ``requests.request`` (``json=``, ``headers=``, ``params=``). Only http and https, and no redirects unless
    asked for. Raises ``Unreachable``.
    """
    if urlsplit(url).scheme not in ("http", "https"):
        raise Unreachable(f"Not an http address: {url}")
    options = {"allow_redirects": False, **options, "timeout": (min(CONNECT_SECONDS, seconds), seconds), "stream": True}
    try:
        with requests.request(method, url, **options) as response:
            content = b""
            for chunk in response.iter_content(64 * 1024):
                content += chunk
                if len(content) > most_bytes:
                    raise Unreachable(f"{url} answered more than {most_bytes} bytes.")
            return Answer(response.status_code, content, dict(response.headers))
    except requests.RequestException as error:
        raise Unreachable(f"{url}: {error}") from error
