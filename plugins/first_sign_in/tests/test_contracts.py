"""What every extension must keep to."""

from schoolhouse.testing import ExportContract, RosterColumnContract


class TestColumn(RosterColumnContract):
    plugin = "first_sign_in"
    name = "first_sign_in"


class TestExport(ExportContract):
    plugin = "first_sign_in"
    name = "not-signed-in"
