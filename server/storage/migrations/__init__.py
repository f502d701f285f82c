"""The schema's history: one file per revision, each only ever upgraded and never edited once released."""
