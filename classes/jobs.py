"""What the classes room does by itself."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from classes.actions.enrollment import move_waiting_list
from classes.actions.timetable.editing import tell_when_quiet
from classes.actions.timetable.untold import JOB
from classes.models import Enrollment, EnrollmentState, TrainingClassPage
from foundation.jobs.registry import job, schedule


@schedule("classes.move_waiting_lists", every=timedelta(minutes=3))
@job("classes.move_waiting_lists", time_limit=timedelta(minutes=5))
def move_waiting_lists() -> None:
    """End offers that ran out, and offer free seats to those who wait. Each class in a transaction of its own."""
    of_class = Enrollment.objects.filter(training_class=OuterRef("pk"))
    late = of_class.filter(state=EnrollmentState.OFFERED, offer_expires_at__lte=timezone.now())
    waits = of_class.filter(state=EnrollmentState.WAITING)
    yesterday = timezone.localdate() - timedelta(days=1)
    moving = Q(Exists(late)) | Q(Exists(waits), ends_on__gte=yesterday)
    for training_class in TrainingClassPage.objects.filter(moving).iterator():
        move_waiting_list(training_class=training_class)


@job(JOB)
def tell_timetable(*, training_class: str) -> None:
    """Tell what editors changed on the timetable of a class, once they are quiet."""
    page = TrainingClassPage.objects.filter(public_id=training_class).first()
    if page is not None:
        tell_when_quiet(training_class=page)
