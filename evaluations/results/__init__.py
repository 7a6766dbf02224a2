"""What feedback says of a school: filtered, added up from tallies alone, and given out as a page or a file."""
