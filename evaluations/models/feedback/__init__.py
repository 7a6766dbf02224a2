"""Feedback forms, where they are attached, and what is answered."""
