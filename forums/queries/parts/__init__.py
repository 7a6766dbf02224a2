"""What a post carries besides its words, and who may have it."""
