"""Files named by their SHA-256 that people share: links, uploads, downloads, quotas."""
