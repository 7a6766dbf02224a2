from typing import Any

from evaluations.viewsets.feedback import FeedbackFormViewSet
from evaluations.viewsets.points import AssessmentSchemeViewSet
from tests.factories.evaluations import make_form, make_scheme
from tests.people.viewsets.contract import ScopedViewSetContract


class TestFeedbackForms(ScopedViewSetContract):
    viewset_class = FeedbackFormViewSet

    def make_object(self, organization: Any, canary: str) -> Any:
        return make_form(organization, title=canary)


class TestAssessmentSchemes(ScopedViewSetContract):
    viewset_class = AssessmentSchemeViewSet

    def make_object(self, organization: Any, canary: str) -> Any:
        return make_scheme(organization, title=canary)
