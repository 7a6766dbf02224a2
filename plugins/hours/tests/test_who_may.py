"""Who may open which address of the plugin: every one, by every role, a stranger, and each role of another county."""

import pytest
from django.urls import get_resolver, reverse

from plugins.hours.actions.outside import submit_outside
from plugins.hours.tests.factories import make_outside
from tests.home.test_who_may import (  # noqa: F401
    MEMBERS,
    OWN,
    Row,
    clients,
    committed_school,
    patterns,
    school,
    wrong,
)

pytestmark = pytest.mark.django_db

READS = frozenset({"coordinator", "head", "administrator"})
APPROVES = frozenset({"coordinator", "administrator"})
SPACE = "plugins:hours:"


def with_west(roles):
    return roles | {f"west {name}" for name in roles}


LEARN = with_west(OWN | {"outsider"})

TABLE = [
    Row("own", get=MEMBERS, shows=OWN),
    Row("export_own", get=MEMBERS),
    Row("new_outside", get=LEARN, post=LEARN),
    Row("outside", ("outside",), get=OWN | APPROVES, shows=OWN | APPROVES),
    Row("outside", ("draft",), get=OWN, shows=OWN),
    Row("change_outside", ("draft",), get=OWN, post=OWN, shows=OWN),
    Row("submit_outside", ("draft",), post=OWN),
    Row("delete_outside", ("draft",), post=OWN),
    Row("judge_outside", ("outside",), post=APPROVES),
    Row("evidence", ("file",), get=OWN | APPROVES),
    Row("evidence", ("draft_file",), get=OWN),
    Row("delete_evidence", ("draft_file",), post=OWN),
    # Names carry no canary; whose they are stands in test_pages.
    Row("unit", get=with_west(READS)),
    Row("export_unit", get=with_west(READS)),
    Row("waiting", get=with_west(APPROVES), shows=APPROVES),
    Row("person", ("learner",), get=READS),
]


@pytest.fixture
def things(school):  # noqa: F811
    """What ``Row.args`` name: outside hours of the eastern county's learner, handed in and not."""
    learner = school.east.people["learner"]
    draft = make_outside(learner, title="Eastcanary draft")
    outside = submit_outside(outside=make_outside(learner, title="Eastcanary talk"), by=learner)
    return {
        "learner": learner.public_id,
        "outside": outside.public_id,
        "draft": draft.public_id,
        "file": outside.evidence.get().public_id,
        "draft_file": draft.evidence.get().public_id,
    }


def test_every_address_lets_in_whom_the_table_says(clients, things):  # noqa: F811
    found = []
    for row in TABLE:
        address = reverse(f"{SPACE}{row.name}", args=[things[name] for name in row.args])
        for actor, client in clients.items():
            found += wrong(row, actor, client, address)

    assert not found, "\n".join(found)


def test_every_address_stands_in_the_table():
    names = {name for name, _route, _pattern in patterns(get_resolver()) if name.startswith(SPACE)}

    assert names == {f"{SPACE}{row.name}" for row in TABLE}
