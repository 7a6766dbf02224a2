"""Leave in the demo school: in each state in the class that is held now, and here and there in those that are over."""

import datetime
import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from classes.models import Enrollment, TrainingClassPage
from classes.permissions import INSIDE_STATES
from foundation import stamps
from people.models import User
from plugins.leave.actions.edges import EDGES
from plugins.leave.minutes import Absence
from plugins.leave.models import Leave, LeaveState, LeaveStep, LimitLevel, LimitNotice, WithdrawalProposal
from plugins.leave.queries.concerned import STAMP
from plugins.leave.queries.ledger import absences_of
from plugins.leave.rules import NAME, rules_of
from schoolhouse.actions.activation import decide
from schoolhouse.demo import LoadedSchool, draw_uuid
from schoolhouse.edges import NEW
from schoolhouse.plugins import plugin

AMOUNT = 200
SHARE = 0.03
"""So many of a class that is over had asked for leave."""
BATCH = 1_000
_HOUR = datetime.timedelta(hours=1)

ENDED = ("closed",) * 15 + ("refused",) * 2 + ("cancelled",) * 2 + ("reported_back",)
"""What became of leave in classes that are over, each as likely as the others."""
PATHS: dict[str, tuple[str, ...]] = {
    "draft": ("begin",),
    "submitted": ("begin", "submit"),
    "endorsed": ("begin", "submit", "endorse"),
    "approved": ("begin", "submit", "approve"),
    "refused": ("begin", "submit", "refuse"),
    "appealed": ("begin", "submit", "refuse", "appeal"),
    "cancelled": ("begin", "submit", "cancel"),
    "taken": ("begin", "submit", "approve", "take"),
    "reported_back": ("begin", "submit", "approve", "take", "report_back"),
    "closed": ("begin", "submit", "approve", "take", "report_back", "close"),
}
"""The acts that lead to each state."""


@dataclass(frozen=True)
class Case:
    """Leave of somebody in the class that is held now: days count from today, times are of the clock."""

    account: str
    state: str
    kind: str
    starts: tuple[int, str]
    ends: tuple[int, str]
    until: tuple[int, str] | None = None


# The class is in its third day of five.
CASES = (
    Case("learner", "closed", "family", (-2, "18:30"), (-2, "21:00")),
    Case("learner2", "submitted", "illness", (1, "08:00"), (1, "12:00")),
    Case("learner3", "appealed", "business", (1, "14:00"), (1, "18:00")),
    Case("learner4", "approved", "official", (1, "14:00"), (1, "17:30")),
    Case("learner5", "taken", "family", (-1, "13:30"), (1, "12:00")),
    Case("learner6", "reported_back", "illness", (-1, "08:00"), (-1, "18:00"), (-1, "11:30")),
    Case("learner7", "refused", "other", (2, "08:00"), (2, "12:00")),
    Case("learner8", "closed", "official", (-2, "08:00"), (-1, "18:00")),
    Case("learner9", "draft", "business", (2, "14:00"), (2, "17:00")),
)
OVER_THE_LIMIT = "learner8"
REASONS: dict[str, tuple[str, str]] = {
    "illness": ("发烧，要去镇卫生院看看。", "A fever; I am going to the township clinic."),
    "business": ("家里盖房，今天要去办手续。", "We are building, and I have to see to the papers."),
    "official": ("镇里通知开会，必须到场。", "The township has called a meeting that I must attend."),
    "family": ("孩子学校开家长会。", "Parents' evening at my child's school."),
    "other": ("送家里老人去县城坐车。", "Taking my parents to the coach in town."),
}
WORDS: dict[str, tuple[str, str]] = {
    "approve": ("同意，回来后找组长补笔记。", "Fine. Ask your group leader for the notes."),
    "refuse": ("结业前一天内容重要，请尽量调整。", "The last day matters. Please try to move it."),
    "appeal": ("已问过，时间改不了，两小时就回来。", "I asked: it cannot be moved. I shall be back in two hours."),
    "report_back": ("已回班。", "I am back."),
    "endorse": ("情况属实。", "That is so."),
}


@dataclass
class Book:
    """What is written, until it is stored."""

    school: LoadedSchool
    chance: random.Random
    leaves: list[Leave] = field(default_factory=list)
    steps: list[LeaveStep] = field(default_factory=list)

    def write(self, seat: Enrollment, page: TrainingClassPage, state: str, kind: str, times: Sequence[str]) -> Leave:
        """Write leave down with all that led to ``state``; ``times`` are its start, its end and its real end."""
        starts_at, ends_at, until = (datetime.datetime.fromisoformat(one) for one in times)
        leave = Leave(
            public_id=draw_uuid(self.chance),
            client_key=draw_uuid(self.chance),
            enrollment=seat,
            kind=kind,
            starts_at=starts_at,
            ends_at=ends_at,
            until=until,
            reason=REASONS[kind][_language(page)],
            state=state,
        )
        self.leaves.append(leave)
        self._write_steps(leave, seat.learner, page)
        return leave

    def _write_steps(self, leave: Leave, learner: User, page: TrainingClassPage) -> None:
        decides = page.class_teacher or self.school.accounts["teacher"]
        asked = min(leave.starts_at - 20 * _HOUR, self.school.now - 3 * _HOUR)
        before = NEW
        for number, act in enumerate(PATHS[leave.state]):
            at = {"take": leave.starts_at, "report_back": leave.until, "close": leave.until + _HOUR / 2}.get(act)
            by = None if act == "take" else decides if act in ("approve", "refuse", "close", "endorse") else learner
            reason = WORDS[act][_language(page)] if act in WORDS else ""
            at = min(at or asked + number * _HOUR / 4, self.school.now)
            target = EDGES[act].target
            self.steps.append(
                LeaveStep(leave=leave, act=act, from_state=before, to_state=target, by=by, reason=reason, at=at)
            )
            before = target

    def store(self) -> None:
        """Store everything."""
        Leave.objects.bulk_create(self.leaves, batch_size=BATCH)
        LeaveStep.objects.bulk_create(self.steps, batch_size=BATCH)
        self.school.tick(len(self.leaves))


def load(school: LoadedSchool) -> None:
    """Load leave in every state."""
    book = Book(school, school.chance(NAME))
    held, *others = school.classes
    seats = _seats(held)
    over = None
    for case in CASES:
        if (seat := seats.get(school.accounts[case.account].pk)) is not None:
            leave = book.write(seat, held, case.state, case.kind, _times(case, held, school))
            over = seat if case.account == OVER_THE_LIMIT else over
            assert leave.state == EDGES[PATHS[case.state][-1]].target
    _called_off(book, held, [seat for seat in seats.values() if seat.learner.account_name is None])
    today = school.now.astimezone(held.zone).date()
    for page in others:
        if page.ends_on < today:
            _past(book, page)
    _endorsed(book, next((page for page in others if page.starts_on > today), None))
    book.store()
    if over is not None:
        _beyond_the_limit(book.chance, held, over)
    stamps.bump(STAMP)


def _language(page: TrainingClassPage) -> int:
    return 0 if page.locale.language_code.startswith("zh") else 1


def _seats(page: TrainingClassPage) -> dict[int, Enrollment]:
    """Return who is in a class, by the key of the learner."""
    rows = Enrollment.objects.filter(training_class=page, state__in=INSIDE_STATES).order_by("pk")
    return {row.learner_id: row for row in rows.select_related("learner")}


def _at(page: TrainingClassPage, day: datetime.date, clock: str) -> str:
    return datetime.datetime.combine(day, datetime.time.fromisoformat(clock), tzinfo=page.zone).isoformat()


def _times(case: Case, page: TrainingClassPage, school: LoadedSchool) -> list[str]:
    today = school.now.astimezone(page.zone).date()
    days = (case.starts, case.ends, case.until or case.ends)
    return [_at(page, today + datetime.timedelta(days=day), clock) for day, clock in days]


def _called_off(book: Book, page: TrainingClassPage, seats: Sequence[Enrollment]) -> None:
    for seat in seats[:1]:
        day = page.ends_on
        times = (_at(page, day, "08:00"), _at(page, day, "12:00"), _at(page, day, "12:00"))
        book.write(seat, page, LeaveState.CANCELLED, "official", times)


def _past(book: Book, page: TrainingClassPage) -> None:
    """Let a few of a class that is over have had leave for half a day."""
    days = (page.ends_on - page.starts_on).days
    for seat in _seats(page).values():
        if book.chance.random() >= SHARE:
            continue
        state, kind = book.chance.choice(ENDED), book.chance.choice(sorted(REASONS))
        day = page.starts_on + datetime.timedelta(days=book.chance.randint(0, days))
        first, last, back = book.chance.choice((("08:00", "12:00", "11:00"), ("13:30", "18:00", "16:30")))
        early = state in ("closed", "reported_back") and book.chance.random() < 0.3
        book.write(seat, page, state, kind, [_at(page, day, clock) for clock in (first, last, back if early else last)])


def _endorsed(book: Book, page: TrainingClassPage | None) -> None:
    """Let a class that is still to come ask for endorsement, and somebody in it have it."""
    config = plugin(NAME)
    if page is None or config is None:
        return
    decide(plugin=config, page=page, state="inherit", settings={"needs_endorsement": True}, by=None)
    for seat in list(_seats(page).values())[:1]:
        times = (_at(page, page.starts_on, "13:30"), _at(page, page.starts_on, "17:30"))
        book.write(seat, page, LeaveState.ENDORSED, "official", (*times, times[1]))


def _beyond_the_limit(chance: random.Random, page: TrainingClassPage, seat: Enrollment) -> None:
    """Tell who misses too much, and propose to the class teacher what the rule says."""
    absence: Absence = absences_of(page, [seat])[seat.pk]
    rules = rules_of(page)
    if absence.level(rules.limit) != "passed":
        return
    figures = {"used": absence.used, "required": absence.required}
    LimitNotice.objects.bulk_create(LimitNotice(enrollment=seat, level=level, **figures) for level in LimitLevel)
    WithdrawalProposal.objects.create(public_id=draw_uuid(chance), enrollment=seat, limit=rules.limit_text, **figures)
