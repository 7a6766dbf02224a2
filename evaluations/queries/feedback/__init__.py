"""What feedback forms ask, and what is answered."""
