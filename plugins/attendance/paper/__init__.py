"""The sign-in sheet on paper: printing it, and reading the photo of it."""
