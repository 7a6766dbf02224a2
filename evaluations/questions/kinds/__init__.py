"""The house's own kinds of questions. Plugins add theirs at ``question_kinds``."""

from evaluations.questions.kinds import choices, files, numbers, scales, words
from schoolhouse.extension_points import question_kinds

HOUSE = {
    "scale": scales.SCALE,
    "stars": scales.STARS,
    "single": choices.SINGLE,
    "multiple": choices.MULTIPLE,
    "matrix": choices.MATRIX,
    "number": numbers.NUMBER,
    "line": words.LINE,
    "text": words.TEXT,
    "file": files.FILE,
}


def register_kinds() -> None:
    """Called once, when the room is ready."""
    for order, (name, kind) in enumerate(HOUSE.items()):
        question_kinds.register("evaluations", name, kind, order=order)
