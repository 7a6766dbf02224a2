"""Sign-in and sign-out: what was recorded, and how each learner stands to it."""
