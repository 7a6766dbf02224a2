"""Models of the plugin."""

from plugins.hours.models.ledger import HoursAccount, HoursEntry, HoursSource
from plugins.hours.models.outside import Evidence, OutsideHours, OutsideState, OutsideStep
from plugins.hours.models.table import ConversionTable

__all__ = [
    "ConversionTable",
    "Evidence",
    "HoursAccount",
    "HoursEntry",
    "HoursSource",
    "OutsideHours",
    "OutsideState",
    "OutsideStep",
]
