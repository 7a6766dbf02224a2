"""Asking who wrote an anonymous post."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from forums.actions.parts.revealing import reveal_author
from forums.forms import WhyForm
from forums.views.access import moderated_post
from people.requests import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def reveal(request: SignedInRequest, post_id: uuid.UUID) -> HttpResponse:
    """Ask those who keep order for a reason, then say who wrote the post."""
    post = moderated_post(request, post_id)
    if not post.is_anonymous:
        raise Http404
    form, author, status = WhyForm(request.POST if request.method == "POST" else None), None, 200
    if form.is_bound:
        if form.is_valid():
            author = reveal_author(post=post, reason=form.cleaned_data["reason"], by=request.user)
        else:
            status = 400
    return render(request, "forums/parts/reveal.html", {"form": form, "post": post, "author": author}, status=status)
