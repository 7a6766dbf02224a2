"""The test kit."""

pytest_plugins = ["schoolhouse.testing"]
