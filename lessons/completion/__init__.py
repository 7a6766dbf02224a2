"""What counts as study, and when it is enough: arithmetic and rules, without anything that is saved."""
