"""Addresses of the evaluations room, below ``/evaluations/``."""

from django.urls import path

from evaluations.views import feedback, feedback_collecting, points

app_name = "evaluations"

urlpatterns = [
    path("", feedback.own_lectures, name="index"),
    path("surveys/<uuid:survey_id>/", feedback.fill_in, name="survey"),
    path("surveys/<uuid:survey_id>/summary/", feedback.summary, name="summary"),
    path("surveys/<uuid:survey_id>/code/", feedback_collecting.collect, name="collect"),
    path("surveys/<uuid:survey_id>/code/count/", feedback_collecting.collected, name="collected"),
    path("surveys/<uuid:survey_id>/close/", feedback_collecting.close, name="close"),
    path("surveys/<uuid:survey_id>/paper/", feedback_collecting.paper, name="paper"),
    path("classes/<uuid:class_id>/feedback/", feedback_collecting.of_class, name="class_feedback"),
    path("classes/<uuid:class_id>/points/", points.own_ledger, name="points"),
    path("classes/<uuid:class_id>/standings/", points.standings, name="standings"),
    path("classes/<uuid:class_id>/points/<uuid:person_id>/", points.ledger, name="ledger"),
    path("points/<uuid:entry_id>/reverse/", points.reverse, name="reverse"),
]
