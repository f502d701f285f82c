"""What is said beside the exchange itself: pokes and grant documents."""
