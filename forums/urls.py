"""Addresses of the forums room, below ``/forums/``."""

from django.urls import path

from forums.views import board, draft, editing, forum, moderation, since, thanks, thread
from forums.views.evening import host, outcome, question_box, room_record
from forums.views.order import acts, log
from forums.views.parts import files, people, polls, reveal
from forums.views.review import own, queue

app_name = "forums"

urlpatterns = [
    path("", forum.forum_list, name="index"),
    path("new/", since.show, name="since"),
    path("new/read/", since.read_all, name="read_all"),
    path("told/", log.told, name="told"),
    path("review/", queue.show, name="review"),
    path("review/<slug:kind>/<uuid:key>/", queue.decide, name="decide"),
    path("board/<uuid:class_id>/", board.show, name="board"),
    path("held/", own.waiting, name="waiting"),
    path("held/<uuid:held_id>/", own.revise, name="revise"),
    path("held/<uuid:held_id>/withdraw/", own.withdraw, name="withdraw"),
    path("<uuid:forum_id>/new/", forum.new_thread, name="new_thread"),
    path("<uuid:forum_id>/log/", log.show, name="log"),
    path("threads/<uuid:thread_id>/", thread.show, name="thread"),
    path("threads/<uuid:thread_id>/<int:number>/", thread.show_number, name="number"),
    path("threads/<uuid:thread_id>/jump/", thread.jump, name="jump"),
    path("threads/<uuid:thread_id>/order/", acts.overview, name="order"),
    path("threads/<uuid:thread_id>/order/<slug:name>/", acts.act, name="act"),
    path("threads/<uuid:thread_id>/reply/", thread.send_reply, name="reply"),
    path("threads/<uuid:thread_id>/news/", thread.news, name="news"),
    path("threads/<uuid:thread_id>/lock/", moderation.lock, name="lock"),
    path("posts/<uuid:post_id>/", thread.show_post, name="post"),
    path("threads/<uuid:thread_id>/draft/", draft.of_thread, name="thread_draft"),
    path("<uuid:forum_id>/draft/", draft.of_forum, name="forum_draft"),
    path("posts/<uuid:post_id>/edit/", editing.edit, name="edit"),
    path("posts/<uuid:post_id>/history/", editing.history, name="history"),
    path("posts/<uuid:post_id>/thanks/", thanks.give, name="thank"),
    path("posts/<uuid:post_id>/best/", thanks.choose, name="choose"),
    path("posts/<uuid:post_id>/report/", own.report, name="report"),
    path("posts/<uuid:post_id>/report/withdraw/", own.take_back_report, name="take_back_report"),
    path("posts/<uuid:post_id>/hide/", moderation.hide, name="hide"),
    # The evening.
    path("<uuid:forum_id>/evening/", host.evening, name="evening"),
    path("box/<uuid:live_class_id>/", question_box.box, name="box"),
    path("box/<uuid:live_class_id>/settings/", question_box.settings, name="box_settings"),
    path("questions/<uuid:question_id>/support/", question_box.support, name="support_question"),
    path("questions/<uuid:question_id>/move/", question_box.move, name="move_question"),
    path("<uuid:forum_id>/names/", host.names, name="names"),
    path("<uuid:forum_id>/carry/", question_box.carry, name="carry"),
    path("<uuid:forum_id>/room/", room_record.room, name="room"),
    path("<uuid:forum_id>/room/<uuid:group_key>/", room_record.record, name="record"),
    path("records/<uuid:record_id>/<slug:size>/", room_record.photo, name="record_photo"),
    path("<uuid:forum_id>/outcome/", outcome.outcome, name="outcome"),
    path("<uuid:forum_id>/outcome/reopen/", outcome.reopen, name="reopen_outcome"),
    path("<uuid:forum_id>/outcome/pdf/", outcome.paper, name="outcome_pdf"),
    path("follow-ups/", outcome.follow_ups, name="follow_ups"),
    path("follow-ups/<uuid:follow_up_id>/done/", outcome.done, name="mark_done"),
    # What a post carries besides its words.
    path("<uuid:forum_id>/people/", people.offer, name="people"),
    path("posts/<uuid:post_id>/vote/", polls.send_vote, name="vote"),
    path("posts/<uuid:post_id>/author/", reveal.reveal, name="reveal"),
    path("<uuid:forum_id>/files/", files.upload, name="upload"),
    path("files/<uuid:file_id>/", files.fetch, name="file"),
    path("files/<uuid:file_id>/small/", files.fetch, {"size": "small"}, name="small_file"),
]
