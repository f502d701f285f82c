"""What a person makes in the media library, declared once."""
