"""What is read of recognitions."""
