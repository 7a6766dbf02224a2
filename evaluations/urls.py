"""Addresses of the evaluations room, below ``/evaluations/``."""

from django.urls import path

from evaluations.views import feedback
from evaluations.views.points import appeals, scheme, sheet, standings
from evaluations.views.points import ledger as points

app_name = "evaluations"

urlpatterns = [
    path("", feedback.own_lectures, name="index"),
    path("surveys/<uuid:survey_id>/", feedback.fill_in, name="survey"),
    path("surveys/<uuid:survey_id>/summary/", feedback.summary, name="summary"),
    path("classes/<uuid:class_id>/points/", points.own_ledger, name="points"),
    path("classes/<uuid:class_id>/standings/", standings.standings, name="standings"),
    path("classes/<uuid:class_id>/standings.xlsx", standings.export, name="standings_export"),
    path("classes/<uuid:class_id>/points/settings/", standings.settings, name="points_settings"),
    path("classes/<uuid:class_id>/points/scheme/", scheme.scheme, name="scheme"),
    path("classes/<uuid:class_id>/points/give/", points.give, name="give"),
    path("classes/<uuid:class_id>/points/sheet/", sheet.upload, name="sheet"),
    path("classes/<uuid:class_id>/points/sheet.xlsx", sheet.template, name="sheet_template"),
    path("classes/<uuid:class_id>/points/sheet/<uuid:import_id>/", sheet.look, name="sheet_import"),
    path("classes/<uuid:class_id>/points/appeals/", appeals.appeals, name="appeals"),
    path("classes/<uuid:class_id>/points/<uuid:person_id>/", points.ledger, name="ledger"),
    path("points/<uuid:entry_id>/appeal/", appeals.appeal, name="appeal"),
    path("points/appeals/<uuid:appeal_id>/", appeals.answer, name="appeal_answer"),
    path("points/<uuid:entry_id>/reverse/", points.reverse, name="reverse"),
]
