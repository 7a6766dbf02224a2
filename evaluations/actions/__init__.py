"""What changes in feedback and on the ledger of points."""
