"""Places in the pages of the people room that plugins and higher rooms fill."""

from schoolhouse.extension_points import Slot

profile_links = Slot(
    "people.profile.links",
    doc="Rows (<li>) of the list on a person's own account page. Arguments: person, whose page it is.",
)
