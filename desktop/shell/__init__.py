"""The window around the pages: navigation, jobs, messages, first run, and what happens when something breaks."""
