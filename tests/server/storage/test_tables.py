"""Ids are 16 bytes in SQLite and `uuid` in PostgreSQL, and come back as they were."""

from sqlalchemy import Column, MetaData, Table, select, text

from server.storage.tables import Id
from shared.ids import new_id


async def test_ids_come_back_as_they_were(server_database):
    table = Table("probe", MetaData(), Column("id", Id, primary_key=True), Column("other", Id, nullable=True))
    own = new_id()
    async with server_database.write() as transaction:
        await transaction.connection.run_sync(table.create)
        await transaction.connection.execute(table.insert().values(id=own, other=None))
        found = (await transaction.connection.execute(select(table).where(table.c.id == own))).one()
        assert tuple(found) == (own, None)
        ids = await transaction.connection.execute(select(table.c.id).where(table.c.id.in_([own, new_id()])))
        assert list(ids.scalars()) == [own]
        kind = "typeof(id)" if server_database.dialect == "sqlite" else "pg_typeof(id)::text"
        expected = "blob" if server_database.dialect == "sqlite" else "uuid"
        assert await transaction.connection.scalar(text(f"SELECT {kind} FROM probe")) == expected
