"""People room: accounts, the organization tree, roles in it, instructors, files."""
