"""What every extension must keep to."""

from schoolhouse.testing import LiveProviderContract


class TestProvider(LiveProviderContract):
    plugin = "link_room"
    name = "link_room"

    def live_class(self, school):
        return school.live_class(school.training_class(), mode="online", meeting_url="https://meet.example.org/well")
