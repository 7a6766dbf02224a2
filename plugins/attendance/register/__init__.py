"""The training register: what was held, how many were there and for how long, by session, class, organization, year."""
