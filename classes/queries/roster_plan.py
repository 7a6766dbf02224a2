"""Works out what taking a roster would do, row by row, without changing anything."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from classes.models import Enrollment, EnrollmentState, RosterImport
from classes.queries.roster_issues import Issue
from classes.queries.roster_rows import CONTACT, RosterRow, offered_extra, read_row
from foundation.sheets.faults import SheetFault
from people.accounts.identifiers import display_phone
from people.queries.contacts import Account, Accounts, accounts_with, name_key
from people.queries.organization_names import Node, OrganizationNames, path_parts

INSIDE = (EnrollmentState.ENROLLED, EnrollmentState.COMPLETED)


class Outcome(models.TextChoices):
    """What becomes of a row."""

    NEW = "new", _("New person")
    KNOWN = "known", _("Has an account")
    ENROLLED = "enrolled", _("In the class already")
    REPEATED = "repeated", _("Repeated")
    BLOCKED = "blocked", _("To be mended")


@dataclass(slots=True)
class PlannedRow:
    """A row with what would become of it; ``contact`` is a shared or taken phone or address, kept as plain text."""

    row: RosterRow
    outcome: Outcome = Outcome.NEW
    node: Node | None = None
    user_id: int | None = None
    enrollment: Enrollment | None = None
    contact: str = ""

    @property
    def contacts(self) -> str:
        """Phone and address as people write them, those that nobody signs in by included."""
        found = (display_phone(self.row.phone), self.row.email, *(self.contact.split() if self.contact else ()))
        return " ".join(display_phone(one) if one.startswith("+") else one for one in found if one)

    @property
    def pill(self) -> str:
        """How the outcome is colored."""
        return {Outcome.NEW: "", Outcome.KNOWN: "ok", Outcome.BLOCKED: "bad"}.get(self.outcome, "plain")

    @property
    def extra(self) -> dict[str, str]:
        """What goes into the enrollment's extra columns."""
        return {**self.row.extra, **({CONTACT: self.contact} if self.contact else {})}


@dataclass(frozen=True, slots=True)
class UnknownOrganization:
    """A name in the file that no organization has; ``parent`` where the file says below which one it stands."""

    text: str
    name: str
    parent: Node | None
    rows: int


@dataclass
class RosterPlan:
    """The whole preview."""

    rows: list[PlannedRow]
    faults: list[SheetFault]
    unknown: list[UnknownOrganization] = field(default_factory=list)

    @cached_property
    def issues(self) -> list[Issue | SheetFault]:
        """Everything to say, errors first, then by row and column."""
        found: list[tuple[bool, int, int, str, Issue | SheetFault]] = []
        for fault in self.faults:
            found.append((False, fault.row, len(fault.column), fault.column, fault))
        for planned in self.rows:
            for issue in planned.row.issues:
                found.append((not issue.is_error, issue.row, len(issue.column), issue.column, issue))
        return [entry[-1] for entry in sorted(found, key=lambda entry: entry[:-1])]

    @cached_property
    def errors(self) -> int:
        """How many things must be mended before the list can be taken."""
        return len(self.faults) + sum(issue.is_error for planned in self.rows for issue in planned.row.issues)

    @cached_property
    def counts(self) -> Counter[str]:
        """How many rows have which outcome."""
        return Counter(str(planned.outcome) for planned in self.rows)

    @property
    def may_create(self) -> bool:
        """Whether unknown organizations can be created now: what a faulty sheet calls one may be half a name."""
        return not self.faults

    @property
    def to_take(self) -> list[PlannedRow]:
        """The rows that would put somebody into the class."""
        return [planned for planned in self.rows if planned.outcome in (Outcome.NEW, Outcome.KNOWN)]


def plan_roster(roster: RosterImport, *, names: OrganizationNames, home: Node) -> RosterPlan:
    """Work out the plan of ``roster`` with a constant number of queries.

    ``names`` are the organizations that may be named, ``home`` the class's own, for rows that name none.
    """
    wanted = roster.options.get("extra")
    extra = offered_extra(roster.headings) if wanted is None else wanted
    rows = [PlannedRow(read_row(record, roster.letters, extra)) for record in roster.records]
    plan = RosterPlan(rows, roster.sheet_faults)
    letters = roster.letters
    _place(plan, names, home, letters.get("organization", ""))
    accounts = accounts_with(
        (one.row.phone for one in rows if one.row.phone), (one.row.email for one in rows if one.row.email)
    )
    shared = _shared_contacts(rows, letters)
    for planned in rows:
        _match_account(planned, accounts, shared, letters)
    _match_enrollments(rows, roster)
    _find_repeated(rows)
    for planned in rows:
        if planned.row.has_error:
            planned.outcome = Outcome.BLOCKED
    return plan


def _place(plan: RosterPlan, names: OrganizationNames, home: Node, column: str) -> None:
    """Find each row's organization, and collect the names that nobody knows."""
    answers = {text: names.find(text) for text in {one.row.organization for one in plan.rows} if text}
    unknown: Counter[str] = Counter()
    for planned in plan.rows:
        row, text = planned.row, planned.row.organization
        if not text:
            planned.node = home
            continue
        answer, shown = answers[text], {"value": text[:60]}
        if answer.node is None and answer.several:
            listed = "、".join(node.full_name for node in answer.several[:5])
            row.issues.append(Issue("organization_several", row.number, column, {**shown, "names": listed}))
        elif answer.node is None:
            unknown[text] += 1
            code = "organization_unknown" if plan.may_create else "organization_unknown_yet"
            row.issues.append(Issue(code, row.number, column, shown))
        elif not answer.node.is_active:
            row.issues.append(Issue("organization_closed", row.number, column, shown))
        planned.node = answer.node
    plan.unknown = [
        UnknownOrganization(text, (path_parts(text) or [text])[-1][:150], answers[text].parent, count)
        for text, count in unknown.items()
    ]


def _shared_contacts(rows: list[PlannedRow], letters: dict[str, str]) -> set[str]:
    """Find phones and addresses that stand beside several names, and say so at each."""
    holders: dict[str, list[RosterRow]] = defaultdict(list)
    for planned in rows:
        for contact in filter(None, (planned.row.phone, planned.row.email)):
            holders[contact].append(planned.row)
    shared = {contact for contact, own in holders.items() if len({name_key(row.name) for row in own}) > 1}
    for contact in sorted(shared):
        numbers = [row.number for row in holders[contact]]
        listed = "、".join(map(str, numbers[:10])) + ("…" if len(numbers) > 10 else "")
        column = letters.get("email" if "@" in contact else "phone", "")
        for row in holders[contact]:
            row.issues.append(Issue("contact_shared", row.number, column, {"rows": listed}))
    return shared


def _match_account(planned: PlannedRow, accounts: Accounts, shared: set[str], letters: dict[str, str]) -> None:
    """Link the row to the account that has its phone or address *and* its name; else it is a new person."""
    row, key = planned.row, name_key(planned.row.name)
    found: dict[int, Account] = {}
    for field_name, index in (("phone", accounts.by_phone), ("email", accounts.by_email)):
        contact = getattr(row, field_name)
        account = index.get(contact) if contact else None
        if account and account.name_key == key:
            found[account.pk] = account
        elif contact and (account or contact in shared):
            if contact not in shared:
                row.issues.append(Issue("contact_taken", row.number, letters.get(field_name, "")))
            planned.contact = " ".join(filter(None, (planned.contact, contact)))
            setattr(row, field_name, None)
    if len(found) > 1:
        row.issues.append(Issue("two_accounts", row.number, letters.get("phone", "")))
    elif found:
        account = next(iter(found.values()))
        planned.outcome, planned.user_id, planned.contact = Outcome.KNOWN, account.pk, ""
        if not account.is_active:
            row.issues.append(Issue("account_closed", row.number, letters.get("name", "")))


def _match_enrollments(rows: list[PlannedRow], roster: RosterImport) -> None:
    """Recognize who is in the class: known people by account, the others by name, organization and contact."""
    enrollments = Enrollment.objects.filter(training_class_id=roster.training_class_id).select_related("learner")
    by_user = {enrollment.learner_id: enrollment for enrollment in enrollments.order_by("pk")}
    unnamed: dict[tuple[str, int | None, str], list[Enrollment]] = defaultdict(list)
    for enrollment in by_user.values():
        contact = str(enrollment.extra.get(CONTACT, ""))
        unnamed[name_key(enrollment.learner.full_name), enrollment.organization_id, contact].append(enrollment)
    taken = {planned.user_id for planned in rows if planned.user_id}
    for planned in rows:
        if planned.user_id:
            _meet(planned, by_user.get(planned.user_id))
        elif not (planned.row.phone or planned.row.email) and planned.node:
            place = (name_key(planned.row.name), planned.node.pk, planned.contact)
            waiting = [enrollment for enrollment in unnamed[place] if enrollment.learner_id not in taken]
            if waiting:
                taken.add(waiting[0].learner_id)
                planned.user_id = waiting[0].learner_id
                planned.row.issues.append(Issue("same_name", planned.row.number))
                _meet(planned, waiting[0])


def _meet(planned: PlannedRow, enrollment: Enrollment | None) -> None:
    if enrollment is None:
        return
    planned.enrollment = enrollment
    if enrollment.state in INSIDE:
        planned.outcome = Outcome.ENROLLED
    else:
        planned.outcome = Outcome.KNOWN
        planned.row.issues.append(Issue("returns", planned.row.number))


def _find_repeated(rows: list[PlannedRow]) -> None:
    """Take a person once who stands in the file twice with the same phone or address and name."""
    first: dict[object, int] = {}
    for planned in rows:
        row, name = planned.row, name_key(planned.row.name)
        keys: list[object] = [planned.user_id] if planned.user_id else []
        keys += [(name, contact) for contact in (row.phone, row.email, planned.contact) if contact]
        earlier = next((first[key] for key in keys if key in first), None)
        if earlier is not None:
            planned.outcome = Outcome.REPEATED
            row.issues.append(Issue("repeated", row.number, params={"row": earlier}))
        for key in keys:
            first.setdefault(key, row.number)
