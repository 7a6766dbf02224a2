"""Long registers are made by the worker, for whoever asked and nobody else."""

import datetime
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from foundation.jobs import drain
from people.models import RoleAssignment
from plugins.attendance.register import writing
from plugins.attendance.register.actions import exports
from plugins.attendance.register.actions.exports import ask_export, make_export, sweep_exports
from plugins.attendance.register.models import ExportState, RegisterExport
from plugins.attendance.register.models.export import EDGES
from plugins.attendance.register.queries.book import Book
from plugins.attendance.register.writing import Wanted
from plugins.attendance.tests.register.entries import outside_of
from schoolhouse.refusals import Refusal

pytestmark = pytest.mark.django_db

YEAR = timezone.localdate().year


@pytest.fixture(autouse=True)
def held(school, monkeypatch):
    """Three lines, which is long here."""
    for kind in writing.AT_ONCE:
        monkeypatch.setitem(writing.AT_ONCE, kind, 2)
    monkeypatch.setattr(writing, "EVERY", 1)
    administrator = school.person("Zhao Admin", role="administrator")
    for people in (7, 8, 9):
        start = datetime.date(YEAR, 1, 1)
        outside_of(school.organization, people, by=administrator, starts_on=start, title=f"=Class of {people}")
    return administrator


@pytest.fixture
def head(school, holding):
    return holding("head", school.organization)


def wanted(school, kind="xlsx"):
    return Wanted(Book(school.organization, year=YEAR), kind, "School")


def save(kind="xlsx"):
    return reverse("plugins:attendance:save_register", args=[kind]) + f"?year={YEAR}"


@pytest.mark.parametrize("kind", ["xlsx", "pdf"])
def test_long_register_is_made_by_the_worker_and_fetched(school, head, kind):
    client = school.client(head)
    page = client.get(save(kind)).content.decode()
    assert "has 3 lines" in page
    assert not RegisterExport.objects.exists()

    way = client.post(save(kind)).url
    assert "Waiting: 0" in client.get(way).content.decode()
    drain()

    export = RegisterExport.objects.get()
    assert (export.state, export.progress, export.fault) == ("done", 100, "")
    ready = client.get(way, headers={"hx-request": "true"}).content.decode()
    assert "The file is ready" in ready
    assert "hx-trigger" not in ready
    answer = client.get(reverse("plugins:attendance:register_export_file", args=[export.public_id]))
    content = b"".join(answer.streaming_content)
    assert len(content) == export.size
    if kind == "pdf":
        assert content.startswith(b"%PDF")
    else:
        cells = [row[4].value for row in load_workbook(BytesIO(content)).active.iter_rows()]
        assert {f"=Class of {people}" for people in (7, 8, 9)} <= set(cells)
    assert way in client.get(reverse("plugins:attendance:registers")).content.decode()


def test_nobody_else_fetches_it_and_not_who_no_longer_reads_it(school, head, holding):
    export = ask_export(wanted=wanted(school), by=head)
    make_export(export=export)
    export.refresh_from_db()
    colleague = school.client(holding("head", school.organization))
    for name in ("register_export", "register_export_file"):
        assert colleague.get(reverse(f"plugins:attendance:{name}", args=[export.public_id])).status_code == 404

    RoleAssignment.objects.filter(user=head).delete()

    file = reverse("plugins:attendance:register_export_file", args=[export.public_id])
    assert school.client(type(head).objects.get(pk=head.pk)).get(file).status_code == 404


def test_who_lost_the_role_while_it_waited_gets_nothing(school, head):
    export = ask_export(wanted=wanted(school), by=head)
    RoleAssignment.objects.filter(user=head).delete()

    make_export(export=export)

    export.refresh_from_db()
    assert (export.state, bool(export.file)) == ("failed", False)
    assert "no longer read this register" in export.fault


def test_asked_twice_it_is_made_once_and_not_too_many_at_a_time(school, head):
    first = ask_export(wanted=wanted(school), by=head)
    assert ask_export(wanted=wanted(school), by=head) == first
    ask_export(wanted=wanted(school, "pdf"), by=head)
    ask_export(wanted=Wanted(Book(school.organization, year=YEAR - 1), "xlsx"), by=head)

    with pytest.raises(Refusal) as refused:
        ask_export(wanted=Wanted(Book(school.organization, year=YEAR - 2), "xlsx"), by=head)
    assert refused.value.code == "many"


def test_progress_is_told_line_by_line(school, head, monkeypatch):
    told = []
    monkeypatch.setattr(exports, "_report", lambda export, done: told.append(done))

    make_export(export=ask_export(wanted=wanted(school), by=head))

    assert told == [30, 60, 90]


def test_what_went_wrong_is_said_and_tried_again(school, head, monkeypatch):
    export = ask_export(wanted=wanted(school), by=head)

    def broken(*arguments, **more):
        raise OSError("No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(exports, "write", broken)
        with pytest.raises(OSError, match="No space"):
            make_export(export=export)
    export.refresh_from_db()
    assert (export.state, "Something went wrong" in export.fault) == ("failed", True)

    make_export(export=export)
    export.refresh_from_db()
    assert (export.state, export.fault) == ("done", "")
    make_export(export=export)
    assert RegisterExport.objects.get().name == export.name


def test_old_files_are_deleted(school, head):
    export = ask_export(wanted=wanted(school), by=head)
    make_export(export=export)
    export.refresh_from_db()
    name = export.file.name
    assert sweep_exports() == 0

    RegisterExport.objects.update(created_at=timezone.now() - datetime.timedelta(days=8))

    assert (sweep_exports(), RegisterExport.objects.count(), default_storage.exists(name)) == (1, 0, False)


def test_what_takes_too_long_is_waited_for_no_longer(school, head):
    export = ask_export(wanted=wanted(school), by=head)
    RegisterExport.objects.update(created_at=timezone.now() - datetime.timedelta(hours=1))

    page = school.client(head).get(reverse("plugins:attendance:register_export", args=[export.public_id]))

    assert "takes longer than it should" in page.content.decode()
    assert ask_export(wanted=wanted(school), by=head) != export


def test_every_state_has_its_edges():
    assert set(EDGES) == set(ExportState)
