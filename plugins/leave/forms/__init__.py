"""Forms of leave."""
