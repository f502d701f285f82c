"""Sends mails over SMTP, in the background and with a few tries.

What waits is lost when the process dies: every mail can be asked for again, and a token must not stand in a database.
"""

import asyncio
import logging
from email.message import EmailMessage

import aiosmtplib

from server.accounts.mail_words import composed
from server.config.declarations import MailSection
from shared.clock import Clock
from shared.tasks import TaskScope

_LOG = logging.getLogger("lantern.mail")
_WAITING = 2_000
_AT_ONCE = 2
_PAUSES_S = (5.0, 30.0)
_FAREWELL_S = 5.0


class MailPost:
    """The outgoing mails of one process. Without an SMTP server in the configuration it drops them."""

    def __init__(
        self,
        section: MailSection,
        server_name: str,
        clock: Clock,
        scope: TaskScope,
        *,
        pauses_s: tuple[float, ...] = _PAUSES_S,
    ) -> None:
        self._section, self._server_name, self._clock = section, server_name, clock
        self._pauses_s = pauses_s
        self._waiting: asyncio.Queue[EmailMessage] = asyncio.Queue(_WAITING)
        if self.enabled:
            for number in range(_AT_ONCE):
                scope.spawn(self._deliver(), name=f"mail-{number}")

    @property
    def enabled(self) -> bool:
        """Whether this server sends mails."""
        return bool(self._section.host)

    def send(self, kind: str, to: str, language: str, *, url: str = "", **values: str) -> None:
        """Have a mail sent soon. Returns at once, so that an answer's time says nothing of the mail."""
        if not self.enabled:
            return
        sender = self._section.sender or f"Lantern <lantern@{self._section.host}>"
        message = composed(
            kind,
            language,
            sender=sender,
            to=to,
            now_ms=self._clock.now_ms(),
            url=url,
            server=self._server_name,
            **values,
        )
        try:
            self._waiting.put_nowait(message)
        except asyncio.QueueFull:
            _LOG.error("too many mails wait; one was dropped")

    async def close(self) -> None:
        """Wait a few seconds for the mails on their way."""
        try:
            async with asyncio.timeout(_FAREWELL_S):
                await self._waiting.join()
        except TimeoutError:
            _LOG.warning("%d mails were not sent", self._waiting.qsize())

    async def _deliver(self) -> None:
        while True:
            message = await self._waiting.get()
            try:
                await self._send(message)
            finally:
                self._waiting.task_done()

    async def _send(self, message: EmailMessage) -> None:
        for pause_s in (*self._pauses_s, None):
            try:
                async with asyncio.timeout(self._section.timeout_s):
                    await self._hand_over(message)
            except (aiosmtplib.SMTPException, OSError, ValueError) as failure:
                refused = isinstance(failure, aiosmtplib.SMTPRecipientsRefused | ValueError)
                _LOG.warning("a mail was not sent: %s", type(failure).__name__)
                if pause_s is None or refused:
                    return
                await asyncio.sleep(pause_s)
            else:
                return

    async def _hand_over(self, message: EmailMessage) -> None:
        section = self._section
        await aiosmtplib.send(
            message,
            hostname=section.host,
            port=section.port,
            use_tls=section.security == "tls",
            start_tls=section.security == "starttls",
            username=section.username or None,
            password=section.password or None,
            timeout=section.timeout_s,
        )
