"""The bells of the demo school."""

from bells.models import Bell
from schoolhouse.demo import LoadedSchool, draw_uuid

TEXTS = ("早操", "上课", "Tea")


def load(school: LoadedSchool) -> None:
    """Hang a bell in every class."""
    chance = school.chance("bells")
    bells = [
        Bell(public_id=draw_uuid(chance), training_class=page, text=chance.choice(TEXTS)) for page in school.classes
    ]
    school.tick(len(Bell.objects.bulk_create(bells)))
