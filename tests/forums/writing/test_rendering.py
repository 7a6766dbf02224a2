"""From Markdown to HTML that may stand on a page."""

import re
import time

import pytest

from forums.actions.post import BODY_LENGTH
from forums.writing.rendering import render_post, words_of

HOSTILE = [
    "<script>alert(1)</script>",
    "<scr<script>ipt>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<style>body{display:none}</style>",
    "<iframe src=https://example.org></iframe>",
    "<math><mtext></math><img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](vbscript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](file:///etc/passwd)",
    "[x][y]\n\n[y]: javascript:alert(1)",
    "<javascript:alert(1)>",
    "[x](https://example.org 'a\" onmouseover=\"alert(1)')",
    '[x](https://example.org/"onmouseover=alert(1))',
    "![x](https://example.org/track.png)",
    "![x](javascript:alert(1))",
    "`<script>alert(1)</script>`",
    "```<script>\nalert(1)\n```",
    "> <script>alert(1)</script>\n> > [x](javascript:alert(1))",
    "- <b onclick=alert(1)>x</b>\n  - [**x**](javascript:alert(1))",
    "|a|\n|-|\n|<script>alert(1)</script>|",
]
TAG = re.compile(r"<(/?)([a-z0-9]+)([^>]*)>")
ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')


@pytest.mark.parametrize("body", HOSTILE)
def test_hostile_text_leaves_only_harmless_markup(body):
    html = render_post(body)

    assert html.count("<") == len(TAG.findall(html))
    for _closing, tag, attributes in TAG.findall(html):
        assert tag in {"p", "a", "ul", "li", "blockquote", "code", "pre", "strong", "em", "table", "thead", "tbody",
                       "tr", "td", "th", "br"}  # fmt: skip
        found = dict(ATTRIBUTE.findall(attributes))
        assert found.keys() <= ({"href", "title", "rel"} if tag == "a" else set())
        assert re.match(r"(https?://|$)", found.get("href", ""))
        assert ATTRIBUTE.sub("", attributes) == ""


def test_links_say_that_nobody_vouches_for_them():
    assert render_post("[school](https://example.org)") == (
        '<p><a href="https://example.org" rel="nofollow ugc noopener">school</a></p>'
    )


def test_line_breaks_stay_and_headings_stand_below_those_of_the_page():
    assert render_post("one\ntwo") == "<p>one<br>\ntwo</p>"
    assert render_post("# One\n\n## Two") == "<h3>One</h3>\n<h4>Two</h4>"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("Three things:\n\n- call **120**\n- wait", "Three things: call 120 wait"),
        ("> said before\n\nI agree.", "I agree."),
        ("# Title\n1. one\n2. `two`", "Title one two"),
        ("2 * 3 - 1", "2 * 3 - 1"),
        ("a < b & `c`", "a < b & c"),
        ("> only a quotation", "only a quotation"),
    ],
)
def test_a_short_quotation_has_no_marks(body, words):
    assert words_of(render_post(body)) == words


@pytest.mark.parametrize("piece", ["[", "*a_", "> ", "`", "![[](", "|a", "<", "- ", "&#", "~~", "\\", "[a](", "**a "])
def test_longest_post_is_rendered_in_no_time(piece):
    started = time.process_time()
    render_post((piece * BODY_LENGTH)[:BODY_LENGTH])
    assert time.process_time() - started < 5
