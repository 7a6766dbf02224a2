"""What the plugin does in the background."""

from bells.events import rung
from bells.models import Bell
from schoolhouse.jobs import job, schedule


@schedule("bells.ring", at="07:00")
@job("bells.ring")
def ring() -> None:
    """Ring every bell that has not been rung."""
    for bell in Bell.objects.exclude(text__endswith="!"):
        rung.send(data={"bell": bell.public_id})
