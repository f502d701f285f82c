"""Links: a few per hour, in the language of the account, only their hash in the database."""

from sqlalchemy import select

from server.accounts import mail_tokens
from server.accounts.tables import MAIL_TOKEN
from tests.support.accounts_stage import plain, refused


async def test_of_a_link_only_the_hash_is_kept(stage):
    person = await stage.person(language="es")
    token = await stage.mailbox.token()
    assert "El enlace vale 48 horas" in plain(stage.mailbox.messages[0])
    context = stage.accounts._context
    async with stage.database.write() as tx:
        (row,) = (await tx.connection.execute(select(MAIL_TOKEN))).mappings()
        assert token not in str(dict(row))
        assert (await mail_tokens.found(tx, token, mail_tokens.VERIFY)).user_id == person.user_id
        assert await refused(mail_tokens.found(tx, token, mail_tokens.RESET)) == "accounts.link_invalid"
        assert await mail_tokens.may_send(tx, person.user_id, mail_tokens.VERIFY)
        account = await context.account(tx, person.user_id)
        for _ in range(2):
            await mail_tokens.send_link(context, tx, account, mail_tokens.VERIFY)
        assert not await mail_tokens.may_send(tx, person.user_id, mail_tokens.VERIFY)
        more = mail_tokens.send_link(context, tx, account, mail_tokens.VERIFY)
        assert await refused(more) == "accounts.too_many_mails"
        assert await mail_tokens.may_send(tx, person.user_id, mail_tokens.RESET)
