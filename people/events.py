"""Events that the people room sends."""

from schoolhouse.events import Event

accounts_merged = Event(
    "people.accounts_merged",
    1,
    fields={"person": "public_id of the account that stays", "duplicate": "public_id of the account that was closed"},
    doc="Two accounts of one person became one; every record points at the one that stays.",
)

document_read = Event(
    "people.document_read",
    1,
    fields={"document": "public_id of the document", "pages": "how many pages it has"},
    doc="Pictures and words of a document's first page, or of all that lessons show, were made anew.",
)
