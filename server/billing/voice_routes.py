"""What the web interface answers about spoken sessions, for the person who speaks."""

from server.billing.voice import VoiceSessions
from server.web.call import Call
from server.web.operation import Operation
from shared.billing import voice_messages as messages

_BASE = messages.SESSION_PATH
_OVER = ("billing.session_not_found", "billing.session_over", "billing.unavailable")


def _voice(call: Call) -> VoiceSessions:
    return call.services.voice


async def session_status(call: Call) -> messages.SessionStatus:
    return await _voice(call).status(call.user)


async def start_session(call: Call, body: messages.StartSession) -> messages.VoiceSession:
    return await _voice(call).start(call.user, body)


async def heartbeat(call: Call, body: messages.Heartbeat) -> messages.VoiceSession:
    return await _voice(call).heartbeat(call.user, body)


async def end_session(call: Call, body: messages.EndSession) -> messages.VoiceSession:
    return await _voice(call).end(call.user, body)


async def realtime_grant(call: Call, body: messages.AskGrant) -> messages.RealtimeGrant:
    return await _voice(call).grant(call.user, body)


VOICE_OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "GET",
        f"{_BASE}/status",
        session_status,
        "How the voice minutes stand, and the session that is on.",
        answer=messages.SessionStatus,
        errors=("billing.unavailable",),
    ),
    Operation(
        "POST",
        f"{_BASE}/start",
        start_session,
        "Begin to speak, or go on with what this device began.",
        answer=messages.VoiceSession,
        body=messages.StartSession,
        errors=("billing.session_elsewhere", "billing.used_up", "billing.reserved", *_OVER),
    ),
    Operation(
        "POST",
        f"{_BASE}/heartbeat",
        heartbeat,
        "Say that a session goes on; every 30 seconds.",
        answer=messages.VoiceSession,
        body=messages.Heartbeat,
        errors=_OVER,
    ),
    Operation(
        "POST",
        f"{_BASE}/end",
        end_session,
        "End a session.",
        answer=messages.VoiceSession,
        body=messages.EndSession,
        errors=_OVER,
    ),
    Operation(
        "POST",
        f"{_BASE}/realtime",
        realtime_grant,
        "Get a signed note with which a realtime voice service lets somebody speak.",
        answer=messages.RealtimeGrant,
        body=messages.AskGrant,
        errors=_OVER,
    ),
)
