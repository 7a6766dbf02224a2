"""The admin's sections of the evaluations room."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from evaluations.viewsets.feedback import FeedbackFormViewSet, FeedbackSurveyViewSet
from evaluations.viewsets.points import AssessmentSchemeViewSet


class EvaluationsGroup(SnippetViewSetGroup):
    """The menu of the evaluations room."""

    items = (FeedbackFormViewSet, FeedbackSurveyViewSet, AssessmentSchemeViewSet)
    menu_label = _("Evaluations")
    menu_icon = "form"
    menu_order = 400
    add_to_admin_menu = True
