"""Questions of feedback forms: their kinds, how editors write them, how they are frozen, asked and answered."""
