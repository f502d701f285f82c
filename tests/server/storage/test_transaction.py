"""What a transaction offers besides its connection."""

from sqlalchemy import select

from server.jobs.tables import JOB

ROW = {"name": "sweep", "until_ms": 0, "due_ms": 1, "failures": 0}


async def test_inserts_meet_what_is_there_on_either_database(server_database):
    async with server_database.write() as transaction:
        await transaction.connection.execute(transaction.insert(JOB).values(**ROW))
        insert = transaction.insert(JOB).values(**ROW | {"due_ms": 2})
        await transaction.connection.execute(insert.on_conflict_do_nothing())
        assert await transaction.connection.scalar(select(JOB.c.due_ms)) == 1
        newer = insert.on_conflict_do_update(index_elements=["name"], set_={"due_ms": insert.excluded.due_ms})
        await transaction.connection.execute(newer)
        assert await transaction.connection.scalar(select(JOB.c.due_ms)) == 2


async def test_one_failing_call_after_the_commit_hides_no_other(server_database, caplog):
    called = []

    def broken():
        raise ZeroDivisionError

    async with server_database.write() as transaction:
        transaction.after_commit(broken)
        transaction.after_commit(lambda: called.append(1))
    assert called == [1]
    assert "after a commit" in caplog.text
