"""The web border of the cloud server."""
