"""Who may do what with the question box of a live class, and with what was said in a room."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from classes.models import ClassGroup, Enrollment, LiveClassPage, TrainingClassPage
from classes.permissions import (
    INSIDE_STATES,
    has_duty,
    instructs,
    is_enrolled,
    may_run_class,
    may_see_inside,
    teaches_in,
)
from forums.models import BoxQuestion, ForumPage, QuestionBox, QuestionState
from forums.permissions import MODERATING_ROLES, keeps_order, may_host
from foundation.trees import parent_path
from people.models import User
from people.roles import Role
from people.scope import scope_of


@dataclass(frozen=True)
class BoxStanding:
    """What one person may do with the question box of one live class. Ask ``box_standing_of`` once a request."""

    sees: bool = False
    asks: bool = False
    hosts: bool = False
    sees_others: bool = False

    def shows(self, question: BoxQuestion, user: User) -> bool:
        """Say whether the person, ``user``, sees this question in the box."""
        if self.hosts or (self.sees and question.asker_id == user.pk):
            return True
        return self.sees_others and question.state != QuestionState.SET_ASIDE


def box_standing_of(user: User | AnonymousUser, live_class: LiveClassPage) -> BoxStanding:
    """Return what ``user`` may do with the question box of a published live class.

    Those inside the class see it; its learners and learning points ask until the day is over, unless it is closed or
    the live class is cancelled. Those who run the class, teach in it or hold a moderating role host it.
    """
    training_class = TrainingClassPage.objects.filter(path=parent_path(live_class.path)).first()
    if training_class is None or not user.is_authenticated or not live_class.live:
        return BoxStanding()
    learns = is_enrolled(user, training_class)
    hosts = _hosts_class(user, training_class, learns)
    if not (hosts or learns or may_see_inside(user, training_class)):
        return BoxStanding()
    box = QuestionBox.objects.filter(live_class=live_class).first() or QuestionBox(live_class=live_class)
    today = timezone.now().astimezone(training_class.zone).date()
    is_over = live_class.ends_at.astimezone(training_class.zone).date() < today
    is_open = not (box.is_closed or is_over or live_class.is_cancelled)
    asks = is_open and (learns or (not hosts and scope_of(user).has_role(Role.POINT)))
    return BoxStanding(sees=True, asks=asks, hosts=hosts, sees_others=hosts or box.shows_others)


def _hosts_class(user: User, training_class: TrainingClassPage, learns: bool) -> bool:
    if may_run_class(user, training_class):
        return True
    if scope_of(user).has_role(*MODERATING_ROLES) and scope_of(user).may(MODERATING_ROLES, training_class.organization):
        return True
    return not learns and teaches_in(user, training_class)


def hosts_cheaply(user: User, forum: ForumPage) -> bool:
    """Say as ``may_host`` does whether ``user`` hosts ``forum``; for those who teach nowhere it asks nothing."""
    if keeps_order(user, forum):
        return True
    return forum.training_class is not None and instructs(user.pk) and may_host(user, forum)


RECORDER = "evening_record"
"""The duty of recording who speaks in the room; its name at ``class_duties``."""


def may_record(user: User | AnonymousUser, forum: ForumPage, group: ClassGroup | None) -> bool:
    """Say whether ``user`` records who of ``group`` spoke in the room: ``None`` stands for all who sit together.

    A host records every group, and so does who has the duty today; a group's leader records the own group. An office
    opens nothing (decision 0032).
    """
    if not isinstance(user, User) or not user.is_authenticated or not forum.live:
        return False
    if may_host(user, forum):
        return True
    training_class = forum.training_class
    if training_class is None or not is_enrolled(user, training_class):
        return False
    if group is not None and group.training_class_id == training_class.pk:
        rows = Enrollment.objects.filter(learner=user, group=group, leads_group=True, state__in=INSIDE_STATES)
        if rows.exists():
            return True
    return has_duty(user, training_class, RECORDER)
