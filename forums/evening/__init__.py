"""The evening: who hosts and records it, its forms, its papers, and what happens by itself."""
