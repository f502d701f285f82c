"""The desktop program: the Qt window and the command line, over one local library."""
