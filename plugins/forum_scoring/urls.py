"""Addresses below ``/plugins/forum_scoring/``."""

from django.urls import path

from plugins.forum_scoring.views import desk, score

urlpatterns = [
    path("class/<uuid:class_id>/", desk.desk, name="desk"),
    path("forum/<uuid:forum_id>/", desk.forum, name="forum"),
    path("forum/<uuid:forum_id>/next/", desk.next_post, name="next"),
    path("post/<uuid:post_id>/", score.post, name="post"),
    path("post/<uuid:post_id>/withdraw/", score.withdraw, name="withdraw"),
]
