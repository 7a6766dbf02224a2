"""What every class has for its life together: the tabs of the area in which it is run, and its duties."""
