"""Notes: where they stand in a lesson, how they come in through the API, and how they are taken along."""
