"""Chinese dates: June is 6月, where Django writes 06月 beside a day without its zero."""

MONTH_DAY_FORMAT = "n月j日"
