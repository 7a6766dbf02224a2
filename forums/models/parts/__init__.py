"""What a post carries besides its words."""
