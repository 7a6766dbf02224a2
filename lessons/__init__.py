"""Lessons room: what is taught: lesson pages and blocks, categories, progress and completion."""
