"""Links for guest instructors, and what they open."""

from django.db.models import Q, QuerySet

from classes.models import LiveClassInstructor, TrainingClassPage
from evaluations.models import FeedbackSurvey, GuestLink, SurveyTally
from evaluations.queries.feedback.figures import tallies_of_instructor
from evaluations.queries.survey import surveys_of_instructor
from people.models import User


def instructors_asked_about(training_class: TrainingClassPage) -> QuerySet[User]:
    """Those about whose lectures, or about whom by name, the learners of a class were asked; by name."""
    surveys = FeedbackSurvey.objects.filter(training_class=training_class)
    teaching = LiveClassInstructor.objects.filter(live_class__in=surveys.filter(instructor=None).values("page"))
    people = Q(pk__in=teaching.values("instructor")) | Q(pk__in=surveys.values("instructor"))
    return User.objects.filter(people).order_by("full_name", "pk")


def links_of_class(training_class: TrainingClassPage) -> QuerySet[GuestLink]:
    """Links that were made for a class, the newest first, with all who had to do with them."""
    rows = GuestLink.objects.filter(training_class=training_class).select_related("instructor", "made_by", "revoked_by")
    return rows.order_by("-made_at", "-pk")


def surveys_opened_by(link: GuestLink) -> QuerySet[FeedbackSurvey]:
    """Surveys whose summaries a link shows: about the instructor's own lectures, in its class alone."""
    rows = surveys_of_instructor(link.instructor).filter(training_class=link.training_class_id)
    return rows.select_related("form", "version", "page", "training_class")


def tallies_opened_by(link: GuestLink) -> QuerySet[SurveyTally]:
    """The tallies of these."""
    return tallies_of_instructor(link.instructor).filter(survey__training_class=link.training_class_id)
