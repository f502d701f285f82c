"""Groups of people who share things: what programs say to each other about them, and their synced records."""
