"""What a lesson points at: lessons that come before it, and lessons that go with it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable


class PrerequisiteRule(models.TextChoices):
    """What prerequisites that are not finished yet mean for the learner."""

    TOLD = "told", _("The learner is told, and may open the lesson all the same")
    LOCKED = "locked", _("The lesson opens once they are finished")


class LessonLink(Orderable):
    """A lesson at which ``page`` points, once and never at itself. A subclass names both ends, and its constraints."""

    panels = [FieldPanel("lesson")]

    class Meta(Orderable.Meta):
        abstract = True

    def __str__(self) -> str:
        return f"{self.page_id}: {self.lesson_id}"  # type: ignore[attr-defined]


def _link_constraints(name: str) -> list[models.BaseConstraint]:
    return [
        models.UniqueConstraint(fields=["page", "lesson"], name=f"lessons_{name}_once"),
        models.CheckConstraint(condition=~Q(page=F("lesson")), name=f"lessons_{name}_not_itself"),
    ]


class LessonPrerequisite(LessonLink):
    """A lesson that another one asks for first. It means the lesson in all its languages."""

    page = ParentalKey("lessons.LessonPage", on_delete=models.CASCADE, related_name="prerequisites")
    lesson = models.ForeignKey(
        "lessons.LessonPage", verbose_name=_("lesson"), on_delete=models.CASCADE, related_name="asked_for_by"
    )

    class Meta(LessonLink.Meta):
        abstract = False
        verbose_name = _("prerequisite")
        verbose_name_plural = _("prerequisites")
        constraints = _link_constraints("prerequisite")


class RelatedLesson(LessonLink):
    """A lesson that an editor recommends beside another one."""

    page = ParentalKey("lessons.LessonPage", on_delete=models.CASCADE, related_name="related_lessons")
    lesson = models.ForeignKey(
        "lessons.LessonPage", verbose_name=_("lesson"), on_delete=models.CASCADE, related_name="recommended_by"
    )

    class Meta(LessonLink.Meta):
        abstract = False
        verbose_name = _("related lesson")
        verbose_name_plural = _("related lessons")
        constraints = _link_constraints("related")


def links_panel() -> MultiFieldPanel:
    """Return the editor's panel of what comes before a lesson and what goes with it."""
    return MultiFieldPanel(
        [
            FieldPanel("prerequisite_rule"),
            InlinePanel("prerequisites", heading=_("Prerequisites"), label=_("Prerequisite"), max_num=10),
            InlinePanel(
                "related_lessons",
                heading=_("Related lessons"),
                label=_("Related lesson"),
                help_text=_("Yours come first; lessons with the same tags and of the same category follow."),
                max_num=6,
            ),
        ],
        heading=_("Before and beside it"),
    )
