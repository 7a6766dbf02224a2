"""Addresses of the classes room, below ``/classes/``."""

from django.urls import path

from classes.views import catalogue, enrollment, live_class, roster, roster_import

app_name = "classes"

_ROSTER = "<uuid:public_id>/roster/import/"
_ONE_ROSTER = f"{_ROSTER}<uuid:import_id>/"

urlpatterns = [
    path("", catalogue.catalogue, name="catalogue"),
    path("mine/", catalogue.mine, name="mine"),
    path("<uuid:public_id>/enroll/", enrollment.enroll, name="enroll"),
    path("<uuid:public_id>/accept/", enrollment.accept, name="accept"),
    path("<uuid:public_id>/decline/", enrollment.decline, name="decline"),
    path("<uuid:public_id>/leave/", enrollment.leave, name="leave"),
    path("live/<uuid:public_id>/join/", live_class.join, name="join"),
    path("<uuid:public_id>/roster/", roster.roster, name="roster"),
    path("<uuid:public_id>/exports/<str:name>/", roster.export, name="export"),
    path("<uuid:public_id>/complete/", roster.complete_all, name="complete_all"),
    path("enrollments/<uuid:enrollment_id>/", roster.enrollment, name="enrollment"),
    path("enrollments/<uuid:enrollment_id>/withdraw/", roster.withdraw, name="withdraw"),
    path("enrollments/<uuid:enrollment_id>/complete/", roster.complete, name="complete"),
    path("enrollments/<uuid:enrollment_id>/reinstate/", roster.reinstate, name="reinstate"),
    path("enrollments/<uuid:enrollment_id>/seat/", roster.seat, name="seat"),
    path(_ROSTER, roster_import.upload, name="roster_import"),
    path(f"{_ROSTER}template/", roster_import.template, name="roster_template"),
    path(_ONE_ROSTER, roster_import.preview, name="roster_preview"),
    path(f"{_ONE_ROSTER}columns/", roster_import.extra, name="roster_extra"),
    path(f"{_ONE_ROSTER}organizations/", roster_import.organizations, name="roster_organizations"),
    path(f"{_ONE_ROSTER}apply/", roster_import.apply, name="roster_apply"),
    path(f"{_ONE_ROSTER}discard/", roster_import.discard, name="roster_discard"),
    path(f"{_ONE_ROSTER}slips/", roster_import.slips, name="roster_slips"),
    path(f"{_ONE_ROSTER}undo/", roster_import.undo, name="roster_undo"),
]
