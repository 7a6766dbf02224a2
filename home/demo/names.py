"""Names for the demo school, drawn from a given :class:`random.Random`: the same seed gives the same names.

``organizations(rng, scale=1.0)``
    The city's tree as a list of :class:`DemoOrganization`, parents before children. At scale 1: one city, 7 counties,
    128 townships and 19 village schools, halls and learning points; all names and codes distinct.
``people_names(rng, count)``
    ``count`` full names; distinct as long as the pools last.
``place_stems(rng)``
    Place names without their ending, such as 清溪, Qingxi.
``post_names(rng, count)``, ``instructor_post_names(rng, count)``
    What people do, the common posts more often, each a :class:`~home.demo.shapes.Text`.
"""

import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from home.demo.content import read
from home.demo.shapes import Text

COUNTIES = 7
TOWNSHIPS = 128
VILLAGE_POINTS = 19
CITY_CODE = "QS"


@dataclass(frozen=True)
class DemoOrganization:
    """One node of the tree; ``kind`` is a value of ``people.models.OrganizationKind``."""

    code: str
    parent_code: str | None
    kind: str
    name: Text


def scaled(number: int, scale: float, least: int = 1) -> int:
    """Return ``number`` times ``scale``, rounded, but never below ``least``."""
    return max(least, round(number * scale))


def organizations(rng: random.Random, scale: float = 1.0) -> list[DemoOrganization]:
    """Return the city, its counties, townships and village points, parents before children."""
    places = read("places")
    stems = place_stems(rng)
    city = DemoOrganization(CITY_CODE, None, "city", Text(*places["city"]))
    counties = _counties(city, scaled(COUNTIES, scale, least=2), places, stems)
    townships = _townships(rng, counties, scaled(TOWNSHIPS, scale, least=6), places, stems)
    points = _village_points(rng, townships, scaled(VILLAGE_POINTS, scale, least=3), places, stems)
    return [city, *counties, *townships, *points]


def people_names(rng: random.Random, count: int) -> list[str]:
    """Return ``count`` full names; a common surname comes up more often than a rare one."""
    data = read("people")
    surnames, given = data["surnames"].split(), data["given_names"].split()
    weights = [1 / (5 + place) for place in range(len(surnames))]
    names: dict[str, None] = {}
    while len(names) < min(count, len(surnames) * len(given) // 3):
        surname, own = rng.choices(surnames, weights)[0], rng.choice(given)
        if surname not in own:
            names[surname + own] = None
    distinct = list(names)
    return list(itertools.islice(itertools.cycle(distinct), count))


def post_names(rng: random.Random, count: int) -> list[Text]:
    """Return ``count`` posts of learners."""
    return _posts(rng, "posts", count)


def instructor_post_names(rng: random.Random, count: int) -> list[Text]:
    """Return ``count`` posts of instructors."""
    return _posts(rng, "instructor_posts", count)


def _posts(rng: random.Random, key: str, count: int) -> list[Text]:
    rows = [Text(*row) for row in read("people")[key]]
    return rng.choices(rows, [1 / (4 + place) for place in range(len(rows))], k=count)


def place_stems(rng: random.Random) -> Iterator[Text]:
    """Yield place names without their ending, each Chinese and Latin form once: short ones first, then Upper, Lower."""
    places = read("places")
    taken = {row[1].split()[0] for row in places["counties"]}
    pairs = list(itertools.product(places["first"], places["second"]))
    rng.shuffle(pairs)
    for before, before_latin in [["", ""], *places["before"]]:
        for (first, first_latin), (second, second_latin) in pairs:
            latin = f"{before_latin}{first_latin}{second_latin}".capitalize()
            if latin not in taken:
                taken.add(latin)
                yield Text(before + first + second, latin)


def _counties(
    city: DemoOrganization, count: int, places: dict[str, Any], stems: Iterator[Text]
) -> list[DemoOrganization]:
    names = [Text(*row) for row in places["counties"][:count]]
    names += [Text(f"{stem.zh}县", f"{stem.en} County") for stem in itertools.islice(stems, count - len(names))]
    return [
        DemoOrganization(f"{city.code}-{number:02}", city.code, "county", name) for number, name in enumerate(names, 1)
    ]


def _townships(
    rng: random.Random, counties: list[DemoOrganization], count: int, places: dict[str, Any], stems: Iterator[Text]
) -> list[DemoOrganization]:
    townships = []
    for number, stem in enumerate(itertools.islice(stems, count)):
        county = counties[number % len(counties)]
        ending, latin = rng.choice(places["township_forms"])
        code = f"{county.code}-{number // len(counties) + 1:03}"
        townships.append(DemoOrganization(code, county.code, "township", Text(stem.zh + ending, f"{stem.en} {latin}")))
    return townships


def _village_points(
    rng: random.Random, townships: list[DemoOrganization], count: int, places: dict[str, Any], stems: Iterator[Text]
) -> list[DemoOrganization]:
    points = []
    homes = itertools.cycle(rng.sample(townships, len(townships)))
    forms = itertools.cycle(places["village_forms"])
    for number, (stem, home, (kind, zh, en)) in enumerate(
        zip(itertools.islice(stems, count), homes, forms, strict=False)
    ):
        code = f"{home.code}-{number + 1:02}"
        points.append(DemoOrganization(code, home.code, kind, Text(zh.format(stem.zh), en.format(stem.en))))
    return points
