"""Attendance in the demo school: rolls of all that was held, the one that is being taken now, and head counts."""

import datetime
import random
import string
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from classes.models import Enrollment, TimetableItem, TimetableItemKind, TrainingClassPage
from people.models import Organization, OrganizationKind, User
from plugins.attendance.actions.rolls import PLUGIN, new_roll
from plugins.attendance.actions.sign_in import sign_in_key
from plugins.attendance.models import Appeal, Mark, Roll, RollPart, RollState, RollTransition, Says, Source
from plugins.attendance.models.roll import DOOR_LENGTH
from plugins.attendance.queries.rolls import excuses_of, learners_of
from plugins.attendance.register.actions.tallies import tally_class
from plugins.attendance.register.models import ClassTally, HeadCount
from plugins.attendance.states import Span
from schoolhouse.actions.activation import decide
from schoolhouse.demo import LoadedSchool, draw_uuid
from schoolhouse.plugins import plugin

AMOUNT = 100_000
BATCH = 1_000
POINTS_OF_A_CLASS = 5
"""At so many learning points people without an account follow the live classes and lessons of a class."""
WATCHED = (TimetableItemKind.LIVE_CLASS, TimetableItemKind.LESSON)
AT_A_POINT = (12, 26)
SIGNED_IN = 0.6
"""So many have signed in to what is being held."""
NOT_YET = "learner"
"""The account that can still sign in to it."""
_MINUTE = datetime.timedelta(minutes=1)
_LETTERS = string.ascii_letters + string.digits
_APPEAL = (
    "我八点二十就到了，当时手机没电，同桌可以作证。",
    "I was there in time, but my phone was flat. Ask my neighbor.",
)
_SEEN = ("在线 {minutes} 分钟", "in the room for {minutes} minutes")


@dataclass
class Taking:
    """Takes the rolls of one class."""

    school: LoadedSchool
    chance: random.Random
    page: TrainingClassPage

    def __post_init__(self) -> None:
        self.now = self.school.now
        self.teacher: User = self.page.class_teacher or self.school.accounts["teacher"]
        self.seats: Sequence[Enrollment] = list(learners_of(self.page).order_by("pk"))
        self.excuses = excuses_of(self.page, self.seats)
        self.language = 0 if self.page.locale.language_code.startswith("zh") else 1

    def take(self) -> None:
        """Write a roll for each item that has begun, and all marks on it; what is held now is still open."""
        items = TimetableItem.objects.filter(training_class=self.page).exclude(kind=TimetableItemKind.SELF_STUDY)
        begun = list(items.filter(starts_at__lte=self.now).select_related("page").order_by("starts_at", "pk"))
        live = self._live(items, begun)
        if live is not None and live not in begun:
            begun.append(live)
        rolls = Roll.objects.bulk_create([self._roll(item, is_live=item == live) for item in begun])
        self._write_history(rolls)
        marks = [mark for roll in rolls for mark in self._marks_of(roll)]
        marks = Mark.objects.bulk_create(marks, batch_size=BATCH)
        self.school.tick(len(marks))
        if live is not None:
            self._appeal(rolls)
        self._count_heads([item for item in begun if item.kind in WATCHED and item != live])

    def _count_heads(self, items: Sequence[TimetableItem]) -> None:
        """Let learning points have counted those without an account who followed it there."""
        holder = self.page.organization
        points = Organization.objects.filter(kind=OrganizationKind.LEARNING_POINT).order_by("path")
        places = list(points.filter(path__startswith=holder.path)) if holder is not None and self.seats else []
        places = self.chance.sample(places, min(POINTS_OF_A_CLASS, len(places)))
        counts = [self._count(item, place) for item in items for place in places]
        HeadCount.objects.bulk_create(counts, batch_size=BATCH)
        self.school.tick(sum(count.people for count in counts))

    def _count(self, item: TimetableItem, place: Organization) -> HeadCount:
        return HeadCount(
            public_id=draw_uuid(self.chance),
            training_class=self.page,
            item=item,
            organization=place,
            at_point=True,
            title=str(item)[:200],
            starts_at=item.starts_at,
            ends_at=item.ends_at,
            people=self.chance.randint(*AT_A_POINT),
            by=self.teacher,
        )

    def _live(self, items: QuerySet[TimetableItem], begun: Sequence[TimetableItem]) -> TimetableItem | None:
        """Return what is held now in the accounts' class, or was held last today, or comes first today."""
        if self.page != self.school.classes[0]:
            return None
        day = self.now.astimezone(self.page.zone).date()
        of_today = [item for item in begun if item.starts_at.astimezone(self.page.zone).date() == day]
        if of_today:
            return of_today[-1]
        return items.filter(starts_at__gt=self.now).order_by("starts_at", "pk").select_related("page").first()

    def _roll(self, item: TimetableItem, *, is_live: bool) -> Roll:
        item.training_class = self.page
        roll = new_roll(item, RollPart.WHOLE, self.teacher)
        roll.public_id = draw_uuid(self.chance)
        roll.door = "".join(self.chance.choices(_LETTERS, k=DOOR_LENGTH))
        if is_live:
            # Before the day begins there are early birds: whoever looks at the demo at night sees it at work as well.
            roll.opens_at = min(roll.opens_at, self.now - 20 * _MINUTE)
        else:
            roll.state, roll.rest_absent = RollState.CLOSED, self.chance.random() > 0.08
        return roll

    def _write_history(self, rolls: Sequence[Roll]) -> None:
        steps = [RollTransition(roll=roll, to_state=RollState.OPEN, by=self.teacher) for roll in rolls]
        steps += [
            RollTransition(roll=roll, from_state=RollState.OPEN, to_state=RollState.CLOSED, by=self.teacher)
            for roll in rolls
            if roll.is_closed
        ]
        RollTransition.objects.bulk_create(steps)

    def _marks_of(self, roll: Roll) -> list[Mark]:
        seats = [seat for seat in self.seats if not _is_excused(roll, self.excuses.get(seat.pk, ()))]
        if not roll.is_closed:
            return self._signing_in(roll, seats)
        on_paper = self.chance.random() < 0.15
        return [mark for seat in seats for mark in self._attended(roll, seat, on_paper)]

    def _signing_in(self, roll: Roll, seats: Sequence[Enrollment]) -> list[Mark]:
        """Let some have signed in, the last of them a moment ago."""
        there = [seat for seat in seats if seat.learner.account_name != NOT_YET and self.chance.random() < SIGNED_IN]
        latest = min(self.now, roll.starts_at + 8 * _MINUTE) - _MINUTE
        first = max(roll.opens_at, latest - 18 * _MINUTE)
        step = (latest - first) / max(len(there), 1)
        return [self._mark(roll, seat, Says.IN, first + number * step) for number, seat in enumerate(there, start=1)]

    def _attended(self, roll: Roll, seat: Enrollment, on_paper: bool) -> list[Mark]:
        """Write down what is known of one learner: most come in time, a few late or not at all, or go early."""
        fate = self.chance.random()
        if fate < 0.02:
            return []
        if fate < 0.035:
            return [self._mark(roll, seat, Says.ABSENT, roll.starts_at + 5 * _MINUTE, Source.TEACHER)]
        source = self._source(fate, on_paper)
        late = fate > 0.965
        minutes = self.chance.randint(11, 25) if late else -self.chance.randint(1, 25)
        marks = [self._mark(roll, seat, Says.IN, roll.starts_at + minutes * _MINUTE, source)]
        if 0.95 < fate < 0.96:
            gone = roll.ends_at - self.chance.randint(15, 25) * _MINUTE
            marks.append(self._mark(roll, seat, Says.OUT, gone, Source.TEACHER))
        elif roll.asks_out and not 0.94 < fate < 0.95:
            gone = min(roll.ends_at + self.chance.randint(0, 10) * _MINUTE, self.now)
            marks.append(self._mark(roll, seat, Says.OUT, gone, source))
        return marks

    def _source(self, fate: float, on_paper: bool) -> Source:
        if fate < 0.08:
            return Source.ONLINE
        if fate < 0.11:
            return Source.POINT
        return Source.PAPER if on_paper else Source.CODE

    def _mark(
        self, roll: Roll, seat: Enrollment, says: Says, at: datetime.datetime, source: Source = Source.CODE
    ) -> Mark:
        by: User | None = self.teacher
        evidence, key = "", draw_uuid(self.chance)
        if source == Source.CODE:
            by, key = seat.learner, sign_in_key(roll.pk, seat.pk, says)
        elif source == Source.ONLINE:
            minutes = (roll.ends_at - roll.starts_at) // _MINUTE
            by, evidence = None, _SEEN[self.language].format(minutes=minutes)
        elif source == Source.POINT:
            by = None
        return Mark(
            roll=roll, enrollment=seat, says=says, at=at, source=source, by=by, evidence=evidence, client_key=key
        )

    def _appeal(self, rolls: Sequence[Roll]) -> None:
        """Let somebody of the class say that a state is wrong."""
        closed = [roll for roll in rolls if roll.is_closed]
        seat = next((seat for seat in self.seats if seat.learner.account_name == "learner9"), None)
        if closed and seat is not None:
            Appeal.objects.create(
                public_id=draw_uuid(self.chance), enrollment=seat, roll=closed[-1], text=_APPEAL[self.language]
            )


def load(school: LoadedSchool) -> None:
    """Take the rolls of every class that has begun, a third of them with sign-out, and write the register's figures."""
    chance, config = school.chance(PLUGIN), plugin(PLUGIN)
    for number, page in enumerate(school.classes):
        if page.starts_on > school.now.astimezone(page.zone).date():
            continue
        if number % 3 == 1 and config is not None:
            decide(plugin=config, page=page, state="inherit", settings={"double": "in_out"}, by=None)
        Taking(school, chance, page).take()
        tally_class(training_class=page)
    # The same each time: a mark's number is not. So the worker counts once more as soon as it looks for new marks.
    ClassTally.objects.filter(training_class__in=school.classes).update(computed_at=school.now, last_mark=0)


def _is_excused(roll: Roll, excuses: Sequence[Span]) -> bool:
    return any(one.starts_at <= roll.starts_at and one.ends_at >= roll.ends_at for one in excuses)
