"""What the plugin hears."""

from bells.events import rung
from bells.models import Bell, Heard
from bells.telling import tell_of
from forums.events import post_published
from forums.models import Post
from schoolhouse.events import ReceivedEvent


@post_published.handler("bells.hear")
def hear(event: ReceivedEvent) -> None:
    """Remember who wrote."""
    post = Post.objects.filter(public_id=event.data["post"]).first()
    if post is not None:
        Heard.objects.get_or_create(post=post.public_id, defaults={"learner": post.author})


@rung.handler("bells.fade")
def fade(event: ReceivedEvent) -> None:
    """Let a bell that was rung say so."""
    bells = Bell.objects.filter(public_id=event.data["bell"]).exclude(text__endswith="!")
    for bell in bells.select_related("training_class"):
        tell_of(bell)
    bells.update(text="Rung!")
