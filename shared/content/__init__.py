"""Files of synced things: what a device and the server say to each other about them."""
