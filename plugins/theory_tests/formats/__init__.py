"""Files of questions, read and written: GIFT and Moodle XML. Knows nothing of databases, people or schools."""

from plugins.theory_tests.formats.content import Category, Question
from plugins.theory_tests.formats.faults import Fault, Reading
from plugins.theory_tests.formats.gift.reader import read_gift
from plugins.theory_tests.formats.gift.writer import write_gift
from plugins.theory_tests.formats.moodle.reader import read_moodle_xml
from plugins.theory_tests.formats.moodle.writer import write_moodle_xml

READERS = {"gift": read_gift, "moodle-xml": read_moodle_xml}
WRITERS = {"gift": write_gift, "moodle-xml": write_moodle_xml}

__all__ = [
    "READERS",
    "WRITERS",
    "Category",
    "Fault",
    "Question",
    "Reading",
    "read_gift",
    "read_moodle_xml",
    "write_gift",
    "write_moodle_xml",
]
