"""Training hours in the demo school: booked from what is there, with a table of the city and hours outside."""

import datetime
import io
import random
from dataclasses import dataclass
from functools import partial

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from classes.models import Enrollment
from people.models import Organization, User
from plugins.hours.actions.booking import BATCH, book
from plugins.hours.models import ConversionTable, Evidence, OutsideHours, OutsideState, OutsideStep
from plugins.hours.queries.sources import COUNTED_STATES, units_of
from schoolhouse.demo import LoadedSchool, draw_uuid

NAME = "hours"
AMOUNT = 100_000
_TABLE = "{year}年学时折算办法"
_PAPER, _INK, _BLUE = "#faf8f4", "#1c2430", "#1f5f8b"


@dataclass(frozen=True)
class Case:
    """Hours outside of an account: ``days`` ago it ended; each act with who did it."""

    account: str
    title: str
    organizer: str
    days: int
    minutes: int
    state: OutsideState
    said: str = ""


CASES = (
    Case("learner", "县果树嫁接技术比武", "县农业农村局", 20, 360, OutsideState.APPROVED),
    Case("learner", "镇里的消防演练", "镇应急管理办公室", 6, 120, OutsideState.DRAFT),
    Case("learner2", "乡村会计网络讲座", "县财政局", 12, 180, OutsideState.SUBMITTED),
    Case("learner3", "红十字会急救员培训", "县红十字会", 30, 480, OutsideState.SUBMITTED),
    Case(
        "learner4",
        "合作社参观学习",
        "镇农业服务中心",
        15,
        240,
        OutsideState.RETURNED,
        "照片看不清单位盖章，请补一张。",
    ),
)


def load(school: LoadedSchool) -> None:
    """Write the city's table and hours outside, then book everybody's hours as the plugin always does."""
    chance = school.chance(NAME)
    _table(school, chance)
    for case in CASES:
        _outside(school, chance, case)
    new_id = partial(draw_uuid, chance)
    for page in school.classes:
        rows = Enrollment.objects.filter(training_class=page, state__in=COUNTED_STATES).order_by("learner_id")
        learners = list(rows.values_list("learner_id", flat=True))
        for start in range(0, len(learners), BATCH):
            school.tick(book(learners=learners[start : start + BATCH], new_id=new_id))


def _table(school: LoadedSchool, chance: random.Random) -> None:
    """Give the city a table, without counting anew what is not yet counted at all."""
    year = school.now.year
    city = Organization.get_root_nodes().first()
    ConversionTable.objects.bulk_create(
        [
            ConversionTable(
                public_id=draw_uuid(chance),
                organization=city,
                name=_TABLE.format(year=year - 1),
                valid_from=datetime.date(year - 1, 1, 1),
            )
        ]
    )


def _outside(school: LoadedSchool, chance: random.Random, case: Case) -> None:
    learner: User = school.accounts[case.account]
    day = school.now.date() - datetime.timedelta(days=case.days)
    row = OutsideHours.objects.create(
        public_id=draw_uuid(chance),
        learner=learner,
        organization_id=units_of([learner.pk])[learner.pk],
        title=case.title,
        organizer=case.organizer,
        starts_on=day,
        ends_on=day,
        minutes=case.minutes,
        state=case.state,
    )
    if case.state == OutsideState.DRAFT:
        return
    file = ContentFile(_certificate(day), name="certificate.png")
    Evidence.objects.create(public_id=draw_uuid(chance), outside=row, file=file, name="证书.png", size=file.size)
    OutsideStep.objects.create(outside=row, from_state=OutsideState.DRAFT, to_state=OutsideState.SUBMITTED, by=learner)
    if case.state != OutsideState.SUBMITTED:
        OutsideStep.objects.create(
            outside=row,
            from_state=OutsideState.SUBMITTED,
            to_state=case.state,
            by=school.accounts["coordinator"],
            reason=case.said,
        )


def _certificate(day: datetime.date) -> bytes:
    """Draw a certificate of attendance."""
    picture = Image.new("RGB", (840, 594), _PAPER)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((24, 24, 816, 570), outline=_BLUE, width=6)
    pen.text((420, 200), "CERTIFICATE", fill=_BLUE, font_size=64, anchor="mm")
    pen.text((420, 300), "of attendance", fill=_INK, font_size=32, anchor="mm")
    pen.text((420, 440), day.isoformat(), fill=_INK, font_size=32, anchor="mm")
    stored = io.BytesIO()
    picture.save(stored, "PNG")
    return stored.getvalue()
