"""Tokens of links in the database."""

from server.accounts import mail_token_store
from server.accounts.mail_token_store import MailToken


async def test_a_token_is_found_for_its_purpose_until_it_runs_out(stage):
    ada = (await stage.person()).user_id
    async with stage.database.write() as tx:
        row = MailToken(b"hash", ada, "reset", "ada@example.org", tx.now_ms, tx.now_ms + 10)
        await mail_token_store.add(tx, row)
        assert await mail_token_store.find(tx, b"hash", "reset") == row
        assert await mail_token_store.find(tx, b"hash", "verify") is None
        assert await mail_token_store.find(tx, b"other", "reset") is None
        assert await mail_token_store.sent_since(tx, ada, "reset", 0) == [tx.now_ms]
        assert await mail_token_store.sent_since(tx, ada, "reset", tx.now_ms) == []
    stage.clock.advance(10)
    async with stage.database.write() as tx:
        assert await mail_token_store.find(tx, b"hash", "reset") is None
        await mail_token_store.drop_before(tx, tx.now_ms + 1)
        assert await mail_token_store.sent_since(tx, ada, "reset", 0) == []
        await mail_token_store.drop(tx, ada)
        assert await mail_token_store.sent_since(tx, ada, "verify", 0) == []
