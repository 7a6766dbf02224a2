"""Addresses of the evaluations room, below ``/evaluations/``."""

from django.urls import path

from evaluations.views import feedback, feedback_collecting, guests, mending, results, texts
from evaluations.views.points import appeals, scheme, sheet, standings
from evaluations.views.points import ledger as points

app_name = "evaluations"

urlpatterns = [
    path("", feedback.own_lectures, name="index"),
    path("surveys/<uuid:survey_id>/", feedback.fill_in, name="survey"),
    path("surveys/<uuid:survey_id>/summary/", feedback.summary, name="summary"),
    path("surveys/<uuid:survey_id>/summary/<slug:kind>/", feedback.summary_file, name="summary_file"),
    path("texts/", texts.texts, name="texts"),
    path("texts/<uuid:answer_id>/tags/", texts.tag_text, name="tag_text"),
    path("results/", results.results, name="results"),
    path("results/<slug:kind>/", results.results_file, name="results_file"),
    path("surveys/<uuid:survey_id>/flag/", mending.flag, name="flag"),
    path("mending/", mending.index, name="mending"),
    path("mending/<uuid:item_id>/", mending.item, name="action_item"),
    path("surveys/<uuid:survey_id>/code/", feedback_collecting.collect, name="collect"),
    path("surveys/<uuid:survey_id>/code/count/", feedback_collecting.collected, name="collected"),
    path("surveys/<uuid:survey_id>/close/", feedback_collecting.close, name="close"),
    path("surveys/<uuid:survey_id>/paper/", feedback_collecting.paper, name="paper"),
    path("classes/<uuid:class_id>/feedback/", feedback_collecting.of_class, name="class_feedback"),
    path("classes/<uuid:class_id>/feedback/guests/", guests.links, name="guest_links"),
    path("classes/<uuid:class_id>/feedback/guests/<uuid:link_id>/revoke/", guests.revoke, name="revoke_guest_link"),
    path("guest/<str:token>/", guests.lectures, name="guest"),
    path("guest/<str:token>/<uuid:survey_id>/", guests.lecture, name="guest_summary"),
    path("files/<uuid:file_id>/", feedback.answer_file, name="file"),
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
