"""Holds HTML that somebody's words became to what may stand on a page, with a parser of its own."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

SOURCES = json.loads((Path(__file__).parent / "xss_payloads.json").read_text())
PAYLOADS = [(source["source"], payload) for source in SOURCES for payload in source["payloads"]]

TAGS = {
    "a", "blockquote", "br", "code", "em", "h3", "h4", "hr", "li", "ol", "p", "pre", "s", "span", "strong",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {"a": {"href", "title", "rel"}, "ol": {"start"}, "span": {"class"}}
# What a post carries besides its words: a picture of its own, a file, a name.
IMAGE = {
    "src": re.compile(r"/forums/files/[0-9a-f-]{36}/small/"),
    "srcset": re.compile(r"/forums/files/[0-9a-f-]{36}/small/ \d+w, /forums/files/[0-9a-f-]{36}/ \d+w"),
    "sizes": re.compile(r"\(min-width: 48rem\) 42rem, 92vw"),
    "alt": re.compile(r".*", re.DOTALL),
    "width": re.compile(r"\d+"),
    "height": re.compile(r"\d+"),
    "loading": re.compile(r"lazy"),
}
CLASSES = {("a", "post__image"), ("a", "post__file"), ("span", "mention")}
SCHEMES = re.compile(r"(https?://|mailto:|tel:|/|#|[^:]*$)", re.IGNORECASE)


class Inspector(HTMLParser):
    """Collects what must not stand in a post."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.wrong: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag == "img":
            self.wrong += [f"<img {name}={value!r}>" for name, value in attrs if not is_of_picture(name, value or "")]
            return
        if tag not in TAGS:
            self.wrong.append(f"<{tag}>")
        for name, value in attrs:
            if name == "class" and (tag, value) in CLASSES:
                continue
            if name not in ATTRIBUTES.get(tag, set()):
                self.wrong.append(f"<{tag} {name}>")
            if name == "href" and not SCHEMES.match(re.sub(r"[\x00-\x20\x7f-\xa0\u200b\u2028\u2029]", "", value or "")):
                self.wrong.append(f"href {value!r}")

    handle_startendtag = handle_starttag

    def handle_comment(self, data):
        self.wrong.append("a comment")

    handle_decl = handle_pi = unknown_decl = handle_comment


def is_of_picture(name: str, value: str) -> bool:
    """Say whether a picture of a post may have this attribute."""
    return name in IMAGE and IMAGE[name].fullmatch(value) is not None


def faults(html: str) -> list[str]:
    """Return what is wrong with the HTML of a post."""
    inspector = Inspector()
    inspector.feed(html)
    inspector.close()
    return inspector.wrong
