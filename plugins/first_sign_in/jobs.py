"""The reminder, once a morning."""

import datetime

from django.core.mail import send_mail
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from classes.models import TrainingClassPage
from plugins.first_sign_in.roster import missing
from schoolhouse.activation import cleaned_settings, is_active
from schoolhouse.jobs import enqueue, job, schedule

NAME = "first_sign_in"
FURTHEST = 30
"""The most days before the start that can be set."""


@schedule("first_sign_in.look", at="07:00")
@job("first_sign_in.look")
def look() -> None:
    """Find the classes whose teacher is to be reminded today, and remind each in a job of its own."""
    today = timezone.localdate()
    classes = TrainingClassPage.objects.live().exclude(class_teacher=None).exclude(class_teacher__email=None)
    # A day more at both ends: a class has its own zone, whose day decides below.
    span = (today - datetime.timedelta(days=1), today + datetime.timedelta(days=FURTHEST + 1))
    for page in classes.filter(starts_on__range=span):
        if is_active(NAME, page):
            days = datetime.timedelta(days=cleaned_settings(NAME, page)["days_before"])
            if page.starts_on - days == timezone.localdate(timezone=page.zone):
                enqueue("first_sign_in.remind", {"page": page.pk}, key=f"first_sign_in:{page.pk}:{today}")


@job("first_sign_in.remind")
def remind(*, page: int) -> None:
    """Send the class teacher those who have not signed in; nobody is missing, nothing is sent."""
    training_class = TrainingClassPage.objects.select_related("class_teacher", "locale").filter(pk=page).first()
    teacher = training_class.class_teacher if training_class else None
    if training_class is None or teacher is None or not teacher.email:
        return
    names = [row.learner.full_name for row in missing(training_class)]
    if not names:
        return
    with translation.override(teacher.preferred_language or training_class.locale.language_code):
        subject = _("%(title)s: who has not signed in yet") % {"title": training_class.title}
        opening = ngettext(
            "%(count)d learner has not been on the site yet:",
            "%(count)d learners have not been on the site yet:",
            len(names),
        )
        body = "\n".join([opening % {"count": len(names)}, "", *names])
    send_mail(subject, body, None, [teacher.email])
