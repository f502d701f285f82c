"""The local library database: driver, writer thread, readers, migrations, backups. Knows no slice."""
