"""Where things stand on a row of the printed sheet, in millimeters: the printer draws them, the reader measures them.

Each row has a QR code of 21 modules and to its right, with a line between, the box in which somebody signs. What is
measured begins inside of the box's lines.
"""

MODULES, QUIET = 21, 2
QR = 11.0
"""Side of the picture of a code, quiet zone included."""
QR_COLUMN, SIGNATURE_COLUMN = 13.0, 62.0
ROW = 12.0
INSET = 1.4
"""How far inside of its lines a box is measured: a signature crosses it, a line printed crooked does not."""

SYMBOL = QR * MODULES / (MODULES + 2 * QUIET)
"""Side of the code itself: what a reader finds the corners of."""
LEFT = (QR_COLUMN + SYMBOL) / 2 + INSET
RIGHT = (QR_COLUMN + SYMBOL) / 2 + SIGNATURE_COLUMN - INSET
TOP = (SYMBOL - ROW) / 2 + INSET
BOTTOM = (SYMBOL + ROW) / 2 - INSET
"""The measured part of the box, from the upper left corner of the code, along its sides."""
