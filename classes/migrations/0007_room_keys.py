"""Gives every item of a timetable what its room is compared by."""

import unicodedata

from django.db import migrations


def key_of(room):
    return "".join(unicodedata.normalize("NFKC", room).casefold().split())[:100]


def fill(apps, schema_editor):
    items = apps.get_model("classes", "TimetableItem").objects
    rooms = items.using(schema_editor.connection.alias).exclude(room="").order_by().values_list("room", flat=True)
    for room in list(rooms.distinct()):
        items.using(schema_editor.connection.alias).filter(room=room).update(room_key=key_of(room))


class Migration(migrations.Migration):
    dependencies = [("classes", "0006_timetable_changes")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
