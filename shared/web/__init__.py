"""What every REST operation answers with."""
