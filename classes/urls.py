"""Addresses of the classes room, below ``/classes/``."""

from django.urls import path

from classes.views import catalogue
from classes.views import roster_import as roster

app_name = "classes"

_ROSTER = "<uuid:public_id>/roster/import/"
_ONE_ROSTER = f"{_ROSTER}<uuid:import_id>/"

urlpatterns = [
    path("", catalogue.catalogue, name="catalogue"),
    path(_ROSTER, roster.upload, name="roster_import"),
    path(f"{_ROSTER}template/", roster.template, name="roster_template"),
    path(_ONE_ROSTER, roster.preview, name="roster_preview"),
    path(f"{_ONE_ROSTER}columns/", roster.extra, name="roster_extra"),
    path(f"{_ONE_ROSTER}organizations/", roster.organizations, name="roster_organizations"),
    path(f"{_ONE_ROSTER}apply/", roster.apply, name="roster_apply"),
    path(f"{_ONE_ROSTER}discard/", roster.discard, name="roster_discard"),
    path(f"{_ONE_ROSTER}slips/", roster.slips, name="roster_slips"),
    path(f"{_ONE_ROSTER}undo/", roster.undo, name="roster_undo"),
]
