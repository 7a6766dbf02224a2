"""Addresses of the evaluations room, below ``/evaluations/``."""

from django.urls import path

from evaluations.views import feedback, mending, points

app_name = "evaluations"

urlpatterns = [
    path("", feedback.own_lectures, name="index"),
    path("surveys/<uuid:survey_id>/", feedback.fill_in, name="survey"),
    path("surveys/<uuid:survey_id>/summary/", feedback.summary, name="summary"),
    path("surveys/<uuid:survey_id>/flag/", mending.flag, name="flag"),
    path("mending/", mending.index, name="mending"),
    path("mending/<uuid:item_id>/", mending.item, name="action_item"),
    path("classes/<uuid:class_id>/points/", points.own_ledger, name="points"),
    path("classes/<uuid:class_id>/standings/", points.standings, name="standings"),
    path("classes/<uuid:class_id>/points/<uuid:person_id>/", points.ledger, name="ledger"),
    path("points/<uuid:entry_id>/reverse/", points.reverse, name="reverse"),
]
