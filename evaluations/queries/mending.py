"""Action items: whose they are, who might take them, which are overdue."""

from datetime import date, datetime, timedelta

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone

from classes.models import TrainingClassPage
from classes.permissions import RUNNING_ROLES
from evaluations.models import ActionItem, ActionItemState, FeedbackSeal, FeedbackSurvey, SurveyLook
from evaluations.permissions.feedback import READING_ROLES
from evaluations.queries.survey import class_asked, live_class_of, place_of
from foundation.prepared import prepared
from people.models import RoleAssignment, User
from people.queries.audience import pages_below, place_paths
from people.queries.ownership import organization_of


def items_for(user: User) -> QuerySet[ActionItem]:
    """Items that ``user`` owns or looks after, what is open and due first on top, each with its survey and owner."""
    led = TrainingClassPage.objects.filter(class_teacher_id=user.pk).values_list("path", flat=True)
    kept = place_paths(user, frozenset({*RUNNING_ROLES, *READING_ROLES}))
    mine = Q(owner_id=user.pk) | pages_below([*kept, *led], "survey__training_class__path")
    rows = ActionItem.objects.filter(mine).select_related("survey__page", "survey__form", "owner", "closed_by")
    open_first = Case(When(state=ActionItemState.OPEN, then=Value(0)), default=Value(1))
    return rows.order_by(open_first, "due_on", "pk")


@prepared
def open_items(owner: int) -> QuerySet[ActionItem]:
    """What somebody has to mend, with what it is about, the first due on top."""
    rows = ActionItem.objects.filter(owner_id=owner, state=ActionItemState.OPEN)
    return rows.select_related("survey__training_class", "survey__page").order_by("due_on", "pk")


@prepared
def mended_about(page: int) -> QuerySet[ActionItem]:
    """What was done about a page after its feedback, the latest first: learners read it."""
    rows = ActionItem.objects.filter(survey__page_id=page, state=ActionItemState.DONE)
    return rows.order_by("-closed_at", "-pk")


def candidates(survey: FeedbackSurvey) -> QuerySet[User]:
    """Who might mend something: the class teacher, the instructors, and the staff of its organization and above."""
    training_class, live_class = class_asked(survey), live_class_of(survey.page)
    organization = organization_of(place_of(survey))
    found = Q(pk__in=live_class.instructors.values("instructor_id")) if live_class else Q(pk__in=[])
    if training_class is not None and training_class.class_teacher_id is not None:
        found |= Q(pk=training_class.class_teacher_id)
    if organization is not None:
        staff = RoleAssignment.objects.holding_at(organization).filter(role__in={*RUNNING_ROLES, *READING_ROLES})
        found |= Q(pk__in=staff.values("user_id"))
    return User.objects.filter(found, is_active=True).order_by("full_name", "pk")


def default_owner(survey: FeedbackSurvey) -> User | None:
    """Return who mends what is said unless somebody hands it on: the class teacher."""
    training_class = class_asked(survey)
    return training_class.class_teacher if training_class else None


def heads_for(survey: FeedbackSurvey) -> list[User]:
    """Return who is told of what is overdue: those who read the feedback of the organization, or of one above."""
    organization = organization_of(place_of(survey))
    if organization is None:
        return []
    held = RoleAssignment.objects.holding_at(organization).filter(role__in=READING_ROLES, user__is_active=True)
    nearest = held.order_by("-organization__depth").values_list("organization__path", flat=True).first()
    return list(User.objects.filter(pk__in=held.filter(organization__path=nearest).values("user_id")))


def to_look_at(since: datetime, before: datetime) -> QuerySet[FeedbackSurvey]:
    """Surveys that closed after ``since`` and by ``before``, have no answer sealed any more, and whose means nobody
    has looked at."""
    looked = SurveyLook.objects.filter(survey=OuterRef("pk"))
    sealed = FeedbackSeal.objects.filter(survey=OuterRef("pk"))
    rows = FeedbackSurvey.objects.filter(~Exists(looked), ~Exists(sealed), closes_at__gt=since, closes_at__lte=before)
    return rows.select_related("form", "page", "training_class").order_by("closes_at", "pk")


def overdue() -> list[ActionItem]:
    """Return the open items that are overdue where their class is and that the school has not been told of."""
    tomorrow = timezone.now().date() + timedelta(days=1)  # it may be that day already somewhere
    rows = ActionItem.objects.filter(state=ActionItemState.OPEN, escalated_at=None, due_on__lt=tomorrow)
    related = rows.select_related("survey__training_class", "survey__page", "survey__form", "owner")
    return [item for item in related if item.is_overdue(today(item))]


def today(item: ActionItem) -> date:
    """Return the day it is where the class of ``item`` is."""
    organization = organization_of(place_of(item.survey))
    return timezone.localdate(timezone=organization.zone if organization else None)
