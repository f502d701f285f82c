"""What is sold, and what was paid: bodies and rules that the server and devices agree on."""
