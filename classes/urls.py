"""Addresses of the classes room, below ``/classes/``."""

from django.urls import path

from classes.views import (
    catalogue,
    closing,
    enrollment,
    live_class,
    reflection_desk,
    reflections,
    roster,
    roster_import,
    viewing,
)
from classes.views.life import arrivals, duties, groups, notices, paper, people, wall
from classes.views.timetable import calendar, desk, feed

app_name = "classes"

_ROSTER = "<uuid:public_id>/roster/import/"
_ONE_ROSTER = f"{_ROSTER}<uuid:import_id>/"
_REFLECTIONS = "<uuid:public_id>/reflections/"

_LIFE = [
    path("<uuid:public_id>/arrivals/", arrivals.desk, name="arrivals"),
    path("enrollments/<uuid:enrollment_id>/arrive/", arrivals.record, name="record_arrival"),
    path("arrivals/<uuid:public_id>/undo/", arrivals.undo, name="undo_arrival"),
    path("<uuid:public_id>/groups/", groups.group_list, name="groups"),
    path("<uuid:public_id>/groups/add/", groups.add, name="add_group"),
    path("<uuid:public_id>/groups/divide/", groups.divide, name="divide"),
    path("<uuid:public_id>/groups/move/", groups.move, name="move_learners"),
    path("groups/<uuid:public_id>/", groups.one_group, name="group"),
    path("groups/<uuid:public_id>/dissolve/", groups.remove, name="remove_group"),
    path("<uuid:public_id>/duties/", duties.duties, name="duties"),
    path("<uuid:public_id>/duties/<str:date>/", duties.day, name="duty_day"),
    path("duties/<uuid:public_id>/take/", duties.take, name="take_duty"),
    path("<uuid:public_id>/offices/add/", duties.add, name="add_office"),
    path("offices/<uuid:public_id>/", duties.one_office, name="office"),
    path("offices/<uuid:public_id>/drop/", duties.remove, name="remove_office"),
    path("<uuid:public_id>/notices/", notices.notices, name="notices"),
    path("<uuid:public_id>/notices/write/", notices.write, name="write_notice"),
    path("notices/<uuid:public_id>/", notices.notice, name="notice"),
    path("notices/<uuid:public_id>/withdraw/", notices.withdraw, name="withdraw_notice"),
    path("<uuid:public_id>/people/", people.people, name="people"),
    path("<uuid:public_id>/wall/", wall.wall, name="wall"),
    path("wall/<uuid:public_id>/hide/", wall.hide, name="hide_post"),
    path("wall/photos/<uuid:public_id>/<slug:size>/", wall.photo, name="wall_photo"),
    path("<uuid:public_id>/paper/", paper.paper, name="paper"),
    path("<uuid:public_id>/paper/<slug:name>/<slug:kind>/", paper.download, name="paper_file"),
]

urlpatterns = [
    path("", catalogue.catalogue, name="catalogue"),
    path("mine/", catalogue.mine, name="mine"),
    path("timetable/", calendar.mine, name="my_timetable"),
    path("timetable/teaching/", calendar.teaching, name="teaching_timetable"),
    path("timetable/organizations/<uuid:public_id>/", calendar.organization, name="organization_timetable"),
    path("timetable/calendar/", feed.settings, name="calendar_settings"),
    path("timetable/calendar/new/", feed.renew, name="renew_calendar"),
    path("timetable/calendar/revoke/", feed.revoke, name="revoke_calendar"),
    path("timetable/items/<uuid:public_id>/cancel/", desk.cancel, name="cancel_item"),
    path("timetable/items/<uuid:public_id>/restore/", desk.restore, name="restore_item"),
    path("<uuid:public_id>/timetable/", desk.desk, name="timetable_desk"),
    path("<uuid:public_id>/timetable/move/", desk.move, name="move_rest"),
    path("<uuid:public_id>/timetable/swap/", desk.swap, name="swap_items"),
    path("<uuid:public_id>/timetable/repeat/", desk.repeat, name="repeat_item"),
    path("<uuid:public_id>/timetable/seen/", desk.mark_seen, name="timetable_seen"),
    path("<uuid:public_id>/enroll/", enrollment.enroll, name="enroll"),
    path("<uuid:public_id>/accept/", enrollment.accept, name="accept"),
    path("<uuid:public_id>/decline/", enrollment.decline, name="decline"),
    path("<uuid:public_id>/leave/", enrollment.leave, name="leave"),
    path("live/<uuid:public_id>/join/", live_class.join, name="join"),
    path("<uuid:public_id>/roster/", roster.roster, name="roster"),
    path("<uuid:public_id>/view-as/", viewing.view_as, name="view_as"),
    path("<uuid:public_id>/exports/<str:name>/", roster.export, name="export"),
    path("<uuid:public_id>/complete/", roster.complete_all, name="complete_all"),
    path("<uuid:public_id>/closing/", closing.closing, name="closing"),
    path("<uuid:public_id>/closing/reopen/", closing.reopen, name="reopen"),
    path("<uuid:public_id>/results/", closing.results, name="results"),
    path("<uuid:public_id>/results/<slug:kind>/", closing.export_results, name="export_results"),
    path("enrollments/<uuid:enrollment_id>/", roster.enrollment, name="enrollment"),
    path("enrollments/<uuid:enrollment_id>/withdraw/", roster.withdraw, name="withdraw"),
    path("enrollments/<uuid:enrollment_id>/complete/", roster.complete, name="complete"),
    path("enrollments/<uuid:enrollment_id>/reinstate/", roster.reinstate, name="reinstate"),
    path("enrollments/<uuid:enrollment_id>/seat/", roster.seat, name="seat"),
    path(_REFLECTIONS, reflections.reflections, name="reflections"),
    path(f"{_REFLECTIONS}write/", reflections.write, name="write_reflection"),
    path(f"{_REFLECTIONS}desk/", reflection_desk.desk, name="reflection_desk"),
    path(f"{_REFLECTIONS}ask/", reflection_desk.ask, name="ask_for_reflection"),
    path(f"{_REFLECTIONS}export/<slug:kind>/", reflection_desk.export, name="export_reflections"),
    path("reflections/<uuid:public_id>/", reflections.reflection, name="reflection"),
    path("reflections/<uuid:public_id>/review/", reflection_desk.review, name="reflection_review"),
    path("reflections/tasks/<uuid:public_id>/", reflection_desk.task, name="reflection_task"),
    path(
        "reflections/tasks/<uuid:public_id>/withdraw/", reflection_desk.withdraw_task, name="withdraw_reflection_task"
    ),
    *_LIFE,
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
