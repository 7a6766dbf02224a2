"""Contracts of what plugins add to running a class: tabs, and duties for a day."""

from typing import TYPE_CHECKING, Any, ClassVar

from schoolhouse.testing.contracts.base import ExtensionContract, assert_says_something, at_most

if TYPE_CHECKING:
    from classes.models import TrainingClassPage
    from schoolhouse.extension_points import Extension
    from schoolhouse.testing.school import School


class ClassToolContract(ExtensionContract):
    """A tab has a name and an icon, costs no query for who runs the class, opens for them and for no stranger to it.

    ``make_class`` makes a class in which the tab is shown.
    """

    point = "class_tools"

    def make_class(self, school: "School") -> "TrainingClassPage":
        """Make a class in which the tab is shown to its teacher; override it where it is only shown in some."""
        return school.training_class()

    def test_it_has_a_name_and_an_icon(self, extension: "Extension[Any]") -> None:
        """A phone shows the icon above the name."""
        from design.icons import ICONS
        from schoolhouse.extension_points import ClassTool

        tool = extension.value
        assert isinstance(tool, ClassTool), f"It must be a ClassTool, not {type(tool).__name__}."
        assert_says_something(tool.label, "Its label")
        assert tool.icon in ICONS, f"The design system has no icon “{tool.icon}”. There is: {', '.join(sorted(ICONS))}."

    def test_it_opens_for_who_runs_the_class(self, extension: "Extension[Any]", school: "School") -> None:
        """The class's teacher finds a page behind it, and it is asked on every page of the area."""
        training_class, teacher = self._taught(school)
        with at_most(0, "url()"):
            url = extension.value.url(training_class, teacher)
        assert isinstance(url, str), "The class's teacher does not see it."
        answer = school.client(teacher).get(url, follow=True)
        assert answer.status_code == 200, f"{url} answers {answer.status_code} to the class's teacher."

    def test_it_is_closed_to_others(self, extension: "Extension[Any]", school: "School") -> None:
        """Who has nothing to do with the class neither sees the tab nor finds anything behind it."""
        training_class, teacher = self._taught(school)
        other = school.person()
        assert extension.value.url(training_class, other) is None, "Somebody who is not in the class sees it."
        url = extension.value.url(training_class, teacher)
        answer = school.client(other).get(url)
        assert answer.status_code in (403, 404), f"{url} answers {answer.status_code} to who is not in the class."

    def _taught(self, school: "School") -> tuple["TrainingClassPage", Any]:
        """Return the class and its teacher."""
        training_class, teacher = self.make_class(school), school.person()
        training_class.class_teacher = teacher
        training_class.save(update_fields=["class_teacher"])
        return training_class, teacher


class ClassDutyContract(ExtensionContract):
    """A duty has a name, and opens what it leads to for who is on duty today, and for no classmate.

    ``needs_page``: whether its address must be given.
    """

    point = "class_duties"
    needs_page: ClassVar[bool] = False

    def test_it_has_a_name(self, extension: "Extension[Any]") -> None:
        """It stands on the duty roster, with what it allows beside it."""
        from schoolhouse.extension_points import ClassDuty

        duty = extension.value
        assert isinstance(duty, ClassDuty), f"It must be a ClassDuty, not {type(duty).__name__}."
        assert_says_something(duty.label, "Its label")

    def test_it_is_known_to_permissions(self, extension: "Extension[Any]", school: "School") -> None:
        """Whoever is on duty has the duty today; a classmate has not."""
        from classes.permissions import has_duty

        training_class, on_duty, classmate = self._on_duty(school)
        assert has_duty(on_duty, training_class, self.name)
        assert not has_duty(classmate, training_class, self.name)

    def test_it_opens_its_page_for_who_is_on_duty(self, extension: "Extension[Any]", school: "School") -> None:
        """And stays closed to a classmate who is not, or shows them no more than it shows the class."""
        training_class, on_duty, _classmate = self._on_duty(school)
        url = extension.value.url(training_class)
        assert url or not self.needs_page, "It leads nowhere."
        if url:
            answer = school.client(on_duty).get(url, follow=True)
            assert answer.status_code == 200, f"{url} answers {answer.status_code} to who is on duty."

    def _on_duty(self, school: "School") -> tuple["TrainingClassPage", Any, Any]:
        """Return a class that is held now, a learner on duty in it and one who is not."""
        from django.utils import timezone

        from classes.models import DutyShift

        today = timezone.localdate()
        training_class = school.training_class(starts_on=today, ends_on=today)
        seat, other = school.enrollment(training_class), school.enrollment(training_class)
        day = timezone.now().astimezone(training_class.zone).date()
        DutyShift.objects.create(enrollment=seat, date=day, duty=self.name)
        return training_class, seat.learner, other.learner
