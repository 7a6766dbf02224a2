"""Who of a class has not been on the site yet."""
