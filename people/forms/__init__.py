"""Forms of the people room: they parse and explain, and leave the doing to actions."""
