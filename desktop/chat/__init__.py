"""Questions about the library and their cited answers. Uses search and ai through their services."""
