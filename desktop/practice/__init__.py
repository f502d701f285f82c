"""Speaking with the AI: minutes of the account, what is heard, what is answered, the talk on the page."""
