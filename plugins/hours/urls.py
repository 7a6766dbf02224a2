"""Addresses below ``/plugins/hours/``."""

from django.urls import path

from plugins.hours.views import outside, own, unit

urlpatterns = [
    path("", own.own, name="own"),
    path("export/", own.export, name="export_own"),
    path("outside/new/", outside.write, name="new_outside"),
    path("outside/<uuid:public_id>/", outside.outside, name="outside"),
    path("outside/<uuid:public_id>/change/", outside.write, name="change_outside"),
    path("outside/<uuid:public_id>/submit/", outside.submit, name="submit_outside"),
    path("outside/<uuid:public_id>/delete/", outside.delete, name="delete_outside"),
    path("outside/<uuid:public_id>/judge/", outside.judge, name="judge_outside"),
    path("evidence/<uuid:public_id>/", outside.evidence, name="evidence"),
    path("evidence/<uuid:public_id>/delete/", outside.remove_evidence, name="delete_evidence"),
    path("unit/", unit.unit, name="unit"),
    path("unit/export/", unit.export, name="export_unit"),
    path("unit/outside/", unit.waiting, name="waiting"),
    path("unit/people/<uuid:public_id>/", unit.person, name="person"),
]
