"""Evaluations room: feedback forms and what they say; points: schemes, the ledger, the standings."""
