"""What the plugin itself tells."""

from schoolhouse.events import Event

rung = Event("bells.rung", 1, fields={"bell": "public id of the bell"}, doc="A bell was rung by the schedule.")
