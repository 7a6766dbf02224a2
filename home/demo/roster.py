"""A roster to try the import with: made-up learners, phones and organizations."""

import random
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from foundation.sheets.writer import OutColumn
from foundation.trees import parent_path
from home.demo.names import organizations, people_names, post_names, scaled
from people.models import Organization, OrganizationKind

ROWS = 1_000
_DIETS = 8


def roster_size(scale: float) -> int:
    """Return how many learners a roster of this scale has: 1 is 1,000, 0.06 a class of 60."""
    return scaled(ROWS, scale)


def roster_columns() -> list[OutColumn]:
    """Return the headings in the language that is active: the known ones and four of the school's own."""
    known = [(pgettext("person", "Name"), 14), (_("phone"), 16), (_("Organization"), 28), (_("Post"), 16)]
    own = [
        (pgettext("person", "Sex"), 8),
        (_("Staff number"), 14),
        (pgettext("roster", "Room"), 10),
        (pgettext("roster", "Diet"), 14),
    ]
    return [OutColumn(title, width) for title, width in (*known, *own)]


def roster_rows(*, scale: float, seed: int, language: str) -> Iterator[list[str]]:
    """Yield the rows; the same seed gives the same people. Organizations are this server's, else the demo's."""
    rng = random.Random(seed)
    count = roster_size(scale)
    names = people_names(rng, count)
    posts = post_names(rng, count)
    places = _places() or _demo_places(rng, language)
    phones = rng.sample(range(10**8), count)
    for number, (name, post, phone) in enumerate(zip(names, posts, phones, strict=True), 1):
        yield [
            name,
            f"198{phone:08d}",
            rng.choice(places),
            post.get(language),
            rng.choice((pgettext("person", "female"), pgettext("person", "male"))),
            f"S{number:05d}",
            str(301 + (number - 1) // 2),
            pgettext("diet", "halal") if rng.randrange(_DIETS) == 0 else "",
        ]


def _places() -> list[str]:
    """Name this server's townships as a roster would, with the county before it."""
    rows = list(Organization.objects.active().order_by("path").values_list("path", "name", "kind"))
    names = {path: name for path, name, _kind in rows}
    return [
        f"{names[parent_path(path)]}/{name}" if parent_path(path) in names else name
        for path, name, kind in rows
        if kind == OrganizationKind.TOWNSHIP
    ]


def _demo_places(rng: random.Random, language: str) -> list[str]:
    tree = {place.code: place for place in organizations(rng, 0.05)}
    return [
        f"{tree[place.parent_code].name.get(language)}/{place.name.get(language)}"
        for place in tree.values()
        if place.kind == OrganizationKind.TOWNSHIP and place.parent_code
    ]
