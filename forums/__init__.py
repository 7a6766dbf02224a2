"""Forums room: the evening discussion: forum pages, threads, posts, reading, moderation."""
