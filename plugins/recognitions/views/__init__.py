"""Pages of recognitions."""
