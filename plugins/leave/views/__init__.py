"""The pages of leave."""
