"""Colors can be read in both lights, and the style sheets stay plain."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from design.stylesheets import BUNDLE, ORDER, joined, sources

ROOT = Path(__file__).resolve().parents[2]
INKS = {
    "ink": ["paper", "card", "day-wash", "lamp-wash", "ok-wash", "bad-wash"],
    "ink-2": ["paper", "card", "day-wash", "lamp-wash", "ok-wash", "bad-wash"],
    "day": ["paper", "card"],
    "day-ink": ["paper", "card", "day-wash"],
    "lamp-ink": ["paper", "card", "lamp-wash"],
    "ok": ["paper", "card"],
    "ok-ink": ["paper", "card", "ok-wash"],
    "bad": ["paper", "card"],
    "bad-ink": ["paper", "card", "bad-wash"],
    "current": ["paper", "card"],
    "on-primary": ["primary", "primary-hover"],
}
LOOK = {
    "day": {
        "paper": "#faf8f4", "card": "#ffffff", "ink": "#1c2430", "ink-2": "#55606f", "line": "#e5e1d8",
        "day": "#1f5f8b", "lamp": "#d98a12", "lamp-ink": "#8a5200", "ok": "#2f7d4f", "bad": "#b3402e",
    },
    "evening": {
        "paper": "#141922", "card": "#1c2330", "ink": "#eef0f4", "ink-2": "#b3bcc9", "line": "#2c3545",
        "day": "#8ec3e6", "lamp": "#f2b24a", "ok": "#7ccf9b", "bad": "#f0937f",
    },
}  # fmt: skip


def blocks() -> list[dict[str, str]]:
    """Return the blocks of color tokens: day, evening by the device, evening by choice."""
    text = (ROOT / "site/static/css/tokens.css").read_text()
    found = [dict(re.findall(r"--([\w-]+):\s*([^;]+);", block)) for block in re.findall(r"\{([^{}]*)\}", text)]
    return [block for block in found if "paper" in block]


def luminance(color: str) -> float:
    parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("place", [0, 1], ids=["day", "evening"])
def test_text_contrasts_with_every_ground_it_stands_on(place):
    colors = blocks()[place]
    pale = [
        f"{ink} on {ground}: {contrast(colors[ink], colors[ground]):.2f}"
        for ink, grounds in INKS.items()
        for ground in grounds
        if contrast(colors[ink], colors[ground]) < 4.5
    ]
    assert pale == []


@pytest.mark.parametrize("place", [0, 1], ids=["day", "evening"])
def test_edges_of_controls_and_focus_can_be_seen(place):
    colors = blocks()[place]
    assert min(contrast(colors["control"], colors[ground]) for ground in ("paper", "card")) >= 3
    assert min(contrast(colors["focus"], colors[ground]) for ground in ("paper", "card")) >= 3


def test_evening_is_the_same_by_choice_and_by_device():
    day, by_device, by_choice = blocks()
    assert by_device == by_choice
    assert day.keys() == by_choice.keys()


@pytest.mark.parametrize(("place", "scheme"), [(0, "day"), (2, "evening")])
def test_tokens_are_those_of_the_look(place, scheme):
    colors = blocks()[place]
    assert {name: colors[name] for name in LOOK[scheme]} == LOOK[scheme]


def style_sheets() -> list[Path]:
    """Return every style sheet of ours: the site's and each room's and plugin's."""
    found = [path for path in ROOT.glob("**/static/**/*.css") if not {".venv", "var", "vendor"} & set(path.parts)]
    assert found
    return found


BANNED = {
    "cascade layers": r"@layer",
    "containers": r"@container|container-type",
    "imports": r"@import",
    "custom media": r"@custom-media",
    "another origin": r"https?:|url\(\s*['\"]?//",
    "color functions": r"color-mix|oklch|oklab",
    "selectors of later browsers": r":has\(|:is\(|:where\(",
    "the short form of four offsets": r"(?m)^\s*inset\s*:",
}


@pytest.mark.parametrize("banned", BANNED.values(), ids=BANNED.keys())
def test_style_sheets_keep_to_what_old_phones_know(banned):
    plain = {path: re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.S) for path in style_sheets()}
    assert [str(path.relative_to(ROOT)) for path, text in plain.items() if re.search(banned, text)] == []


def nests(text: str) -> bool:
    """Say whether a rule stands in another rule, at-rules aside."""
    open_blocks: list[bool] = []
    for start, end in re.findall(r"([^{};]*)([{};])", re.sub(r"/\*.*?\*/", "", text, flags=re.S)):
        if end == "{":
            if any(open_blocks):
                return True
            open_blocks.append(not start.strip().startswith("@"))
        elif end == "}":
            open_blocks.pop()
    return False


def test_nesting_is_noticed():
    assert nests("a { b { color: red; } }")
    assert nests("@media print { a { &:hover { color: red; } } }")
    assert not nests("@media print { a { color: red; } } b { color: blue; }")


def test_rules_are_not_nested():
    assert [str(path.relative_to(ROOT)) for path in style_sheets() if nests(path.read_text())] == []


def test_bundle_joins_every_style_sheet_of_the_site():
    names = {path.stem for path in (ROOT / "site/static/css").glob("*.css")}
    assert names == {*ORDER, "styleguide"}
    assert Path(finders.find(BUNDLE)).read_text() == joined()


def test_bundle_follows_its_sources(tmp_path):
    from design.stylesheets import written

    target = written(tmp_path)
    target.write_text("old")
    import os

    os.utime(target, ns=(0, 0))
    assert written(tmp_path).read_text() == joined()
    assert len(sources()) == len(ORDER)


def test_first_view_is_light(client, db):
    """What a first visit loads is at most 80 KB over the wire, with room left for a page's own matter."""
    page = client.get("/nowhere/").content
    shared = {match.removeprefix("/static/") for match in re.findall(r'(?:src|href)="(/static/[^"]+)"', page.decode())}
    assert BUNDLE in shared
    weight = sum(len(gzip.compress(Path(finders.find(name)).read_bytes(), 9)) for name in shared)
    assert weight + len(gzip.compress(page, 9)) < 60_000
