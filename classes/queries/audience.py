"""What the audience *class* means: those inside a class to which the thing belongs."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.db.models.lookups import In
from wagtail.models import Page

from classes.models import (
    ClassMaterial,
    Enrollment,
    LiveClassMaterial,
    LiveClassPage,
    TimetableItem,
    TrainingClassPage,
)
from classes.permissions import LOOKING_ROLES, may_see_inside
from classes.queries.membership import paths_open_to
from foundation.trees import parent_path_of
from people.audience import visible_to
from people.models import SchoolDocument, User
from people.queries.audience import NOBODY, pages_below, place_paths

PARENT_PATH = parent_path_of()
"""The tree path of the page that another one stands directly below."""


class ClassMembers:
    """The rule of ``Audience.CLASS``.

    A class's page and what stands below it belong to that class alone; a lesson, in every language, belongs to the
    classes whose timetable or live classes lead to it; a document to those among whose materials it is.
    """

    def filter(self, user: User, model: type[models.Model]) -> Q:
        """Return the condition under which rows of ``model`` belong to a class of ``user``."""
        if issubclass(model, SchoolDocument):
            sessions = LiveClassPage.objects.live().filter(inside_of(user))
            classes = TrainingClassPage.objects.live().filter(inside_of(user))
            of_sessions = LiveClassMaterial.objects.filter(live_class__in=sessions).values("document_id")
            of_classes = ClassMaterial.objects.filter(training_class__in=classes).values("document_id")
            return Q(pk__in=of_sessions) | Q(pk__in=of_classes)
        if not issubclass(model, Page):
            return NOBODY
        inside = inside_of(user)
        if issubclass(model, (TrainingClassPage, LiveClassPage)):
            return inside
        linked = Q(translation_key__in=_linked_from(inside))
        if _may_stand_in_class(model):
            linked &= ~Q(In(PARENT_PATH, TrainingClassPage.objects.values("path")))
        return inside | linked

    def allows(self, user: User, obj: models.Model) -> bool:
        """Say whether ``obj`` belongs to a class of ``user``."""
        if isinstance(obj, TrainingClassPage):
            return may_see_inside(user, obj)
        model = type(obj)
        if _may_stand_in_class(model) and (above := TrainingClassPage.objects.parent_of(obj).first()):
            return may_see_inside(user, above)
        return model._default_manager.filter(self.filter(user, model), pk=obj.pk).exists()


def _may_stand_in_class(model: Any) -> bool:
    return issubclass(model, Page) and TrainingClassPage in model.allowed_parent_page_models()


def inside_of(user: User | AnonymousUser) -> Q:
    """Return the condition that a page is a class whose inside ``user`` knows, or stands below one."""
    if not isinstance(user, User):
        return NOBODY
    classes = paths_open_to(user)
    # Pages stand directly below their class. One list, as somebody may be in hundreds of classes: SQLite takes no
    # condition of a thousand parts.
    inside = Q(path__in=classes) | Q(In(PARENT_PATH, classes)) if classes else NOBODY
    return inside | pages_below(place_paths(user, frozenset(LOOKING_ROLES)))


def classes_known_to(user: User | AnonymousUser) -> models.QuerySet[TrainingClassPage]:
    """Published classes of which ``user`` may know; ``classes.permissions.may_know_of`` answers the same for one."""
    published = TrainingClassPage.objects.live()
    if not isinstance(user, User):
        return visible_to(user, published)
    known = Q(pk__in=visible_to(user, published).values("pk")) | inside_of(user) | Q(class_teacher_id=user.pk)
    rosters = Enrollment.objects.filter(learner_id=user.pk).values("training_class_id")
    return published.filter(known | Q(pk__in=rosters))


def _linked_from(inside: Q) -> models.QuerySet[Page, dict[str, object]]:
    """Return the translation keys of the pages that timetables and live classes within ``inside`` lead to."""
    classes = TrainingClassPage.objects.live().filter(inside)
    items = TimetableItem.objects.filter(training_class__in=classes, page__isnull=False)
    lessons = LiveClassPage.objects.live().filter(inside, lesson__isnull=False)
    pages = Page.objects.filter(Q(pk__in=items.values("page_id")) | Q(pk__in=lessons.values("lesson_id")))
    return pages.values("translation_key")
