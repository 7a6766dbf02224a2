"""How a person has an account: the sign-in library's adapters, its addresses, and the identifiers a person goes by."""
