"""Works out what taking a sheet of organizations would do, without changing anything."""

from collections import Counter
from dataclasses import dataclass, field

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from foundation.sheets.faults import SheetFault
from foundation.trees import STEP, parent_path
from people.models import Organization, OrganizationImport, User
from people.queries.organization_names import Node, OrganizationNames, folded, names_of
from people.queries.organization_rows import OrganizationIssue, OrganizationRow, read_organization
from people.roles import Role
from people.scope import scope_of

TOP = ""


class OrganizationOutcome(models.TextChoices):
    """What becomes of a row."""

    NEW = "new", _("New organization")
    EXISTS = "exists", _("There already")
    REPEATED = "repeated", _("Repeated")
    BLOCKED = "blocked", _("To be mended")


@dataclass(slots=True)
class PlannedOrganization:
    """A row with what would become of it. ``parent`` has a negative key where it is a row of the same file."""

    row: OrganizationRow
    outcome: OrganizationOutcome = OrganizationOutcome.NEW
    parent: Node | None = None
    node: Node | None = None

    @property
    def pill(self) -> str:
        """How the outcome is colored."""
        return {OrganizationOutcome.NEW: "", OrganizationOutcome.BLOCKED: "bad"}.get(self.outcome, "plain")


@dataclass
class OrganizationPlan:
    """The whole preview; ``order`` has the rows to make, parents first."""

    rows: list[PlannedOrganization]
    faults: list[SheetFault]
    order: list[PlannedOrganization] = field(default_factory=list)

    @cached_property
    def issues(self) -> list[OrganizationIssue | SheetFault]:
        """Everything to say, errors first, then by row and column."""
        said: list[OrganizationIssue | SheetFault] = [issue for planned in self.rows for issue in planned.row.issues]
        return sorted([*self.faults, *said], key=lambda one: (not one.is_error, one.row, len(one.column), one.column))

    @cached_property
    def errors(self) -> int:
        """How many things must be mended before the sheet can be taken."""
        return sum(issue.is_error for issue in self.issues)

    @cached_property
    def counts(self) -> Counter[str]:
        """How many rows have which outcome."""
        return Counter(str(planned.outcome) for planned in self.rows)


class _Tree:
    """The organizations that there are, growing by those of the file."""

    def __init__(self, by: User) -> None:
        scope = scope_of(by)
        self.names: OrganizationNames = names_of(scope.organizations(Role.ADMINISTRATOR))
        self.tops = [self.names.nodes[path] for path in self._top_paths()]
        self.may_found = scope.everything
        self.children = {self._key(node): node for node in self.names.nodes.values()}
        self.made = 0

    def _top_paths(self) -> list[str]:
        return [path for path in self.names.nodes if parent_path(path) not in self.names.nodes]

    def _key(self, node: Node) -> tuple[str, str]:
        above = parent_path(node.path)
        return (above if above in self.names.nodes else TOP, folded(node.name))

    def child(self, parent: Node | None, name: str) -> Node | None:
        return self.children.get((parent.path if parent else TOP, folded(name)))

    def grow(self, planned: PlannedOrganization) -> Node:
        """Add a row as if it were made: with a negative key, at a path that no stored organization has."""
        self.made += 1
        path = (planned.parent.path if planned.parent else "") + f"~{self.made:0{STEP - 1}x}"
        self.names.add(-planned.row.number, path, planned.row.name, planned.row.code or None, True)
        node = self.names.nodes[path]
        self.children[planned.parent.path if planned.parent else TOP, folded(node.name)] = node
        return node


def plan_organizations(upload: OrganizationImport, *, by: User) -> OrganizationPlan:
    """Work out the plan of ``upload`` within what ``by`` administers, with a constant number of queries."""
    rows = [PlannedOrganization(read_organization(record, upload.letters)) for record in upload.records]
    plan = OrganizationPlan(rows, upload.sheet_faults)
    tree = _Tree(by)
    waiting = [planned for planned in rows if planned.row.name]
    while waiting:
        left = [planned for planned in waiting if not _settle(planned, tree, plan, upload.letters)]
        if len(left) == len(waiting):
            break
        waiting = left
    for planned in waiting:
        _say(planned, "parent_unknown", upload.letters, "parent", value=planned.row.parent[:60])
    _check_parents(rows, tree, upload.letters)
    _check_codes(rows, upload.letters)
    for planned in rows:
        if planned.row.has_error:
            planned.outcome = OrganizationOutcome.BLOCKED
    new = [planned for planned in plan.order if planned.outcome == OrganizationOutcome.NEW]
    plan.order = sorted(new, key=lambda planned: (len(planned.node.path) if planned.node else 0, planned.row.number))
    return plan


def _settle(planned: PlannedOrganization, tree: _Tree, plan: OrganizationPlan, letters: dict[str, str]) -> bool:
    """Find the row's parent and its own place; ``False`` while its parent may still come from another row."""
    if planned.row.parent:
        answer = tree.names.find(planned.row.parent)
        if answer.node is None:
            return bool(answer.several)
        planned.parent = answer.node
    elif not _place_at_top(planned, tree, letters):
        return True
    node = planned.node or tree.child(planned.parent, planned.row.name)
    if node is None:
        planned.node = tree.grow(planned)
        plan.order.append(planned)
    elif node.pk > 0:
        planned.node, planned.outcome = node, OrganizationOutcome.EXISTS
        _say(planned, "exists", letters)
    else:
        planned.node, planned.outcome = node, OrganizationOutcome.REPEATED
        _say(planned, "repeated", letters, row=-node.pk)
    return True


def _place_at_top(planned: PlannedOrganization, tree: _Tree, letters: dict[str, str]) -> bool:
    """Place a row that names no parent: it is one's topmost organization itself, stands below it, or founds a tree."""
    for top in tree.tops:
        if folded(top.name) == folded(planned.row.name):
            planned.node = top
            return True
    if tree.may_found:
        return True
    if len(tree.tops) == 1:
        planned.parent = tree.tops[0]
        return True
    _say(planned, "parent_missing", letters, "parent")
    return False


def _check_parents(rows: list[PlannedOrganization], tree: _Tree, letters: dict[str, str]) -> None:
    """Refuse names that several organizations have, those of the file included, and closed ones."""
    for planned in rows:
        shown = planned.row.parent[:60]
        answer = tree.names.find(planned.row.parent) if planned.row.parent else None
        if answer and answer.several:
            names = "、".join(node.full_name for node in answer.several[:5])
            _say(planned, "parent_several", letters, "parent", value=shown, names=names)
        elif planned.outcome == OrganizationOutcome.NEW and planned.parent and not planned.parent.is_active:
            _say(planned, "parent_closed", letters, "parent", value=planned.parent.name[:60])


def _check_codes(rows: list[PlannedOrganization], letters: dict[str, str]) -> None:
    """Codes are unique on the whole server."""
    codes = {planned.row.code for planned in rows if planned.row.code}
    owners = dict(Organization.objects.filter(code__in=codes).values_list("code", "pk"))
    first: dict[str, PlannedOrganization] = {}
    for planned in rows:
        code = planned.row.code
        if not code or planned.outcome == OrganizationOutcome.REPEATED:
            continue
        owner, pk = owners.get(code), planned.node.pk if planned.node else None
        if owner is not None and owner != pk:
            _say(planned, "code_taken", letters, "code", value=code[:40])
        elif code in first:
            _say(planned, "code_repeated", letters, "code", value=code[:40], row=first[code].row.number)
        first.setdefault(code, planned)


def _say(planned: PlannedOrganization, code: str, letters: dict[str, str], column: str = "", **params: object) -> None:
    planned.row.issues.append(OrganizationIssue(code, planned.row.number, letters.get(column, ""), params))
