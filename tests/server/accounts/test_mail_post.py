"""Mails leave in the background, are tried again, and never hold anything up."""

import asyncio
import logging

from server.accounts.mail_post import MailPost
from server.config.declarations import MailSection
from shared.tasks import TaskScope
from tests.support.accounts_stage import Mailbox, plain, smtp_server
from tests.support.clocks import ManualClock


def post(port, scope, **more):
    section = MailSection(host="127.0.0.1", port=port, security="none", **more)
    return MailPost(section, "Testschule", ManualClock(), scope, pauses_s=(0.0, 0.0))


async def test_a_mail_arrives_with_text_and_html():
    mailbox, scope = Mailbox(), TaskScope("mail")
    async with smtp_server(mailbox) as port:
        post(port, scope).send("verify", "José@example.org", "es", url="https://l.example/x", hours="48")
        mail = await mailbox.next()
        assert str(mail["Subject"]) == "Confirma tu correo para Testschule"
        assert mail["From"] == "Lantern <lantern@127.0.0.1>"
        assert "https://l.example/x" in plain(mail)
        await scope.close()


async def test_a_server_that_is_busy_is_asked_again():
    mailbox, scope = Mailbox(refuse=2), TaskScope("mail")
    async with smtp_server(mailbox) as port:
        post(port, scope).send("exists", "ada@example.org", "en")
        await mailbox.next()
        assert mailbox.refuse == 0
        await scope.close()


async def test_a_server_that_is_away_costs_a_line_in_the_log(caplog):
    scope = TaskScope("mail")
    async with smtp_server(Mailbox()) as port:
        pass
    outgoing = post(port, scope)
    with caplog.at_level(logging.WARNING, "lantern.mail"):
        outgoing.send("exists", "ada@example.org", "en")
        await outgoing.close()
    assert len(caplog.records) == 3
    assert "ada@" not in caplog.text
    await scope.close()


async def test_closing_waits_for_what_is_on_its_way():
    mailbox, scope = Mailbox(), TaskScope("mail")
    async with smtp_server(mailbox) as port:
        outgoing = post(port, scope)
        for _ in range(20):
            outgoing.send("exists", "ada@example.org", "en")
        await outgoing.close()
        assert len(mailbox.messages) == 20
        await scope.close()


async def test_a_full_queue_drops_and_says_so(caplog):
    scope = TaskScope("mail")
    async with smtp_server(Mailbox()) as port:
        outgoing = post(port, scope)
        outgoing._waiting = asyncio.Queue(1)
        for _ in range(3):
            outgoing.send("exists", "ada@example.org", "en")
        assert "dropped" in caplog.text
        await scope.close()


async def test_without_a_server_nothing_is_sent():
    scope = TaskScope("mail")
    outgoing = MailPost(MailSection(), "Testschule", ManualClock(), scope)
    outgoing.send("exists", "ada@example.org", "en")
    assert not outgoing.enabled
    assert len(scope) == 0
    await outgoing.close()
    await scope.close()
