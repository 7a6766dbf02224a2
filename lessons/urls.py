"""Addresses of the lessons room, below ``/lessons/``. Progress is reported to the API: see ``lessons.api``."""

from django.urls import path

from lessons.views import catalogue, check, completion, helping, notes, seen, series

app_name = "lessons"

_LESSON = "<uuid:translation_key>/<slug:language>"

urlpatterns = [
    path("", catalogue.catalogue, name="catalogue"),
    path("notes/", notes.my_notes, name="my_notes"),
    path("notes/export/<slug:kind>/", notes.export, name="export_notes"),
    path("notes/<uuid:public_id>/", notes.note, name="note"),
    path("notes/<uuid:public_id>/delete/", notes.delete, name="delete_note"),
    path("notes/<uuid:public_id>/restore/", notes.restore, name="restore_note"),
    path(f"{_LESSON}/notes/", notes.lesson_notes, name="notes"),
    path("series/<uuid:translation_key>/<slug:language>/", series.series, name="series"),
    path(f"{_LESSON}/seen/", seen.seen, name="seen"),
    path("helping/", helping.helping, name="helping"),
    path("confirmations/", completion.confirmations, name="confirmations"),
    path(f"{_LESSON}/suggest/", helping.suggestions, name="suggest"),
    path(f"{_LESSON}/finish/", completion.finish, name="finish"),
    path(f"{_LESSON}/checks/", check.answers, name="answers"),
    path(f"{_LESSON}/checks/<str:block>/", check.answer, name="answer"),
    path(f"{_LESSON}/learners/", completion.learners, name="learners"),
    path(f"{_LESSON}/learners/<uuid:learner>/confirm/", completion.confirm, name="confirm"),
]
