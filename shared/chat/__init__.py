"""Declarations of chats and their messages."""
