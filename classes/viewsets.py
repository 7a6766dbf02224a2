"""Choosers and lists of the classes room in the Wagtail admin."""

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BaseColumn, Column
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.query import PageQuerySet

from classes.models import TrainingClassPage
from people.models import RoleAssignment, User
from people.roles import Role
from people.viewsets.chooser import PersonChooserViewSet
from people.viewsets.scoped import ScopedFilters

TEACHING_ROLES = (Role.CLASS_TEACHER, Role.ADMINISTRATOR)
INSTRUCTING_ROLES = (Role.INSTRUCTOR,)


def holding(people: QuerySet[User], roles: tuple[Role, ...]) -> QuerySet[User]:
    """Keep those of ``people`` who hold one of ``roles`` anywhere."""
    return people.filter(Exists(RoleAssignment.objects.filter(user=OuterRef("pk"), role__in=roles)))


class _Teaching:
    def get_object_list(self) -> QuerySet[User]:
        return holding(super().get_object_list(), TEACHING_ROLES)  # type: ignore[misc]


class _Instructing:
    def get_object_list(self) -> QuerySet[User]:
        return holding(super().get_object_list(), INSTRUCTING_ROLES)  # type: ignore[misc]


_choose, _results = PersonChooserViewSet.choose_view_class, PersonChooserViewSet.choose_results_view_class


class ClassTeacherChooserViewSet(PersonChooserViewSet):
    """Chooses among the class teachers whom the editor may name."""

    register_widget = False
    choose_one_text = _("Choose a class teacher")
    choose_another_text = _("Choose another class teacher")
    choose_view_class = type("ChooseView", (_Teaching, _choose), {})
    choose_results_view_class = type("ChooseResultsView", (_Teaching, _results), {})


class InstructorChooserViewSet(PersonChooserViewSet):
    """Chooses among the instructors whom the editor may name."""

    register_widget = False
    choose_one_text = _("Choose an instructor")
    choose_another_text = _("Choose another instructor")
    choose_view_class = type("ChooseView", (_Instructing, _choose), {})
    choose_results_view_class = type("ChooseResultsView", (_Instructing, _results), {})


class_teacher_chooser = ClassTeacherChooserViewSet("class_teacher_chooser", url_prefix="classes/choose-teacher")
instructor_chooser = InstructorChooserViewSet("instructor_chooser", url_prefix="classes/choose-instructor")


def _of_every_page(*names: str) -> list[BaseColumn]:
    return [column for column in IndexView.base_columns if column.name in names]


class TrainingClassIndexView(ScopedFilters, IndexView):
    """The list, with the teachers of all its classes read at once."""

    def get_base_queryset(self) -> PageQuerySet:
        """Read the teachers along."""
        return super().get_base_queryset().prefetch_related("class_teacher")


class TrainingClassListing(PageListingViewSet):
    """All classes that somebody works on, wherever they stand in the page tree."""

    model = TrainingClassPage
    index_view_class = TrainingClassIndexView
    icon = "calendar"
    menu_label = _("Classes")
    menu_order = 210
    add_to_admin_menu = True
    ordering = "-starts_on"
    list_filter = ["enrollment_mode", "wholly_online"]
    columns = [
        *_of_every_page("bulk_actions", "title"),
        Column("period", label=_("Period"), sort_key="period"),
        Column("starts_on", label=_("First day"), sort_key="starts_on"),
        Column("ends_on", label=_("Last day"), sort_key="ends_on"),
        Column("class_teacher", label=_("Class teacher")),
        Column("seats", label=_("Seats"), sort_key="seats"),
        *_of_every_page("status"),
    ]
