"""Assessment schemes and the ledger of points."""
