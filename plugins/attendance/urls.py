"""Addresses below ``/plugins/attendance/``."""

from django.urls import include, path

from plugins.attendance.views import (
    answers,
    corrections,
    desk,
    half_day,
    kept,
    offline,
    own,
    photos,
    point,
    roll,
    scan,
    screen,
    sheets,
)

_ROLL = "rolls/<uuid:public_id>/"

urlpatterns = [
    path("register/", include("plugins.attendance.register.urls")),
    path("classes/<uuid:public_id>/", desk.desk, name="desk"),
    path("classes/<uuid:public_id>/start/", desk.start, name="start"),
    path("classes/<uuid:public_id>/now/", half_day.now, name="now"),
    path("classes/<uuid:public_id>/days/<str:day>/<str:half>/", half_day.half_day, name="half_day"),
    path("classes/<uuid:public_id>/mine/", own.mine, name="mine"),
    path("classes/<uuid:public_id>/register/", answers.register, name="register"),
    path(f"{_ROLL}appeal/", own.appeal, name="appeal"),
    path("appeals/<uuid:public_id>/", answers.answer, name="answer"),
    path("appeals/<uuid:public_id>/withdraw/", own.withdraw, name="withdraw"),
    path(_ROLL, roll.roll, name="roll"),
    path(f"{_ROLL}missing/", roll.missing, name="missing"),
    path(f"{_ROLL}close/", roll.close, name="close"),
    path(f"{_ROLL}reopen/", roll.reopen, name="reopen"),
    path(f"{_ROLL}screen/", screen.screen, name="screen"),
    path(f"{_ROLL}screen/code/", screen.code, name="code"),
    path("s/<slug:door>/<slug:token>/", scan.scan, name="scan"),
    path("point/", point.point, name="point"),
    path(f"{_ROLL}point/", point.point_roll, name="point_roll"),
    path("point/photos/<uuid:public_id>/<str:size>/", photos.point_photo, name="point_photo"),
    path(f"{_ROLL}sheets/", sheets.sheets, name="sheets"),
    path(f"{_ROLL}sheet/", sheets.print_sheet, name="print_sheet"),
    path(f"{_ROLL}sheet/photo/", sheets.upload_sheet, name="upload_sheet"),
    path("sheets/<uuid:public_id>/", sheets.sheet, name="sheet"),
    path("sheets/<uuid:public_id>/<str:size>/", photos.sheet_photo, name="sheet_photo"),
    path("enter/kept/", kept.take_kept, name="kept"),
    path("enter/photo/", scan.enter_photo, name="enter_photo"),
    path("enter/", scan.enter, name="enter"),
    path("worker.js", offline.worker, name="worker"),
    path(f"{_ROLL}learners/<uuid:enrollment_id>/", corrections.learner, name="learner"),
]
