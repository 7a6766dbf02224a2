"""What is asked when points are given, taken back, imported, appealed and weighed."""
