"""Addresses below ``/plugins/leave/``."""

from django.urls import path

from plugins.leave.views import asking, desk, showing, stand_ins

urlpatterns = [
    path("classes/<uuid:public_id>/", asking.own, name="own"),
    path("classes/<uuid:public_id>/ask/", asking.ask, name="ask"),
    path("classes/<uuid:public_id>/check/", asking.check, name="check"),
    path("classes/<uuid:public_id>/desk/", desk.desk, name="desk"),
    path("classes/<uuid:public_id>/history/", desk.history, name="history"),
    path("classes/<uuid:public_id>/enter/", desk.enter, name="enter"),
    path("classes/<uuid:public_id>/stand-ins/", stand_ins.stand_ins, name="stand_ins"),
    path("stand-ins/<uuid:public_id>/remove/", stand_ins.remove, name="remove_stand_in"),
    path("proposals/<uuid:public_id>/", desk.decide_proposal, name="decide_proposal"),
    path("papers/<uuid:public_id>/", showing.attachment, name="attachment"),
    path("<uuid:public_id>/", showing.show, name="leave"),
    path("<uuid:public_id>/change/", asking.change, name="change"),
    path("<uuid:public_id>/papers/", showing.add_papers, name="add_papers"),
    path("<uuid:public_id>/<slug:name>/", showing.act, name="act"),
]
