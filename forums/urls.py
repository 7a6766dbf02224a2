"""Addresses of the forums room, below ``/forums/``."""

from django.urls import path

from forums.views import forum, moderation, thread

app_name = "forums"

urlpatterns = [
    path("", forum.forum_list, name="index"),
    path("<uuid:forum_id>/new/", forum.new_thread, name="new_thread"),
    path("threads/<uuid:thread_id>/", thread.show, name="thread"),
    path("threads/<uuid:thread_id>/reply/", thread.send_reply, name="reply"),
    path("threads/<uuid:thread_id>/news/", thread.news, name="news"),
    path("threads/<uuid:thread_id>/lock/", moderation.lock, name="lock"),
    path("posts/<uuid:post_id>/", thread.show_post, name="post"),
    path("posts/<uuid:post_id>/hide/", moderation.hide, name="hide"),
]
