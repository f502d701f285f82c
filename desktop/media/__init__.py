"""Recordings and documents: import, transcription, transcripts, export."""
