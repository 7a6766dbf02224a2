"""Writing lessons: from Word documents, from others, and together."""
