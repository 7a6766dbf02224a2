"""The class's offices and who holds them."""

from django.db import transaction
from django.utils.translation import gettext as _

from classes.actions.life.groups import lock_to_run
from classes.models import ClassOffice, Enrollment, TrainingClassPage
from classes.models.life.duty import TITLE_LENGTH
from classes.permissions import INSIDE_STATES
from people.models import User
from schoolhouse.refusals import Refusal

MOST_OFFICES = 40
"""The most offices that a class may have."""


@transaction.atomic
def add_office(
    *, training_class: TrainingClassPage, title: str, by: User, holder: Enrollment | None = None
) -> ClassOffice:
    """Make an office, held by ``holder`` or nobody yet. Raises ``Refusal``."""
    training_class = lock_to_run(training_class, by)
    if training_class.offices.count() >= MOST_OFFICES:
        said = _("A class has at most %(count)d offices.")
        raise Refusal(said % {"count": MOST_OFFICES}, code="too_many_offices", status=400)
    last = training_class.offices.order_by("-number").values_list("number", flat=True).first() or 0
    office = ClassOffice(training_class=training_class, number=last + 1)
    return _write(office, title, holder)


@transaction.atomic
def change_office(*, office: ClassOffice, title: str, holder: Enrollment | None, by: User) -> ClassOffice:
    """Give an office another title or holder. Raises ``Refusal``."""
    lock_to_run(office.training_class, by)
    return _write(office, title, holder)


@transaction.atomic
def remove_office(*, office: ClassOffice, by: User) -> None:
    """Drop an office. Raises ``Refusal``."""
    lock_to_run(office.training_class, by)
    ClassOffice.objects.filter(pk=office.pk).delete()


def copy_offices(source: TrainingClassPage, copy: TrainingClassPage) -> None:
    """Give the next period of a class the same offices, held by nobody."""
    for office in source.offices.all():
        ClassOffice.objects.create(training_class=copy, title=office.title, number=office.number)


def _write(office: ClassOffice, title: str, holder: Enrollment | None) -> ClassOffice:
    title = " ".join(title.replace("\x00", "").split())[:TITLE_LENGTH].strip()
    if not title:
        raise Refusal(_("The office needs a title."), code="no_title", status=400)
    others = ClassOffice.objects.filter(training_class_id=office.training_class_id).exclude(pk=office.pk)
    if others.filter(title=title).exists():
        raise Refusal(_("There is this office already."), code="title_taken")
    if holder is not None:
        is_inside = holder.state in INSIDE_STATES and holder.training_class_id == office.training_class_id
        if not is_inside:
            raise Refusal(_("Only a learner of the class can hold an office."), code="not_in_class", status=400)
    office.title, office.holder = title, holder
    office.save()
    return office
