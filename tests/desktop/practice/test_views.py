from desktop.practice.views import Minutes, minutes_of
from shared.billing.voice_messages import SessionStatus


def test_minutes_pass_and_never_below_nothing():
    minutes = Minutes(60_000, 600_000, 540_000, warning=False)
    assert minutes.share == 0.1
    assert minutes.later(30_000) == Minutes(90_000, 600_000, 510_000, warning=False)
    assert minutes.later(900_000).remaining_ms == 0


def test_without_a_limit_or_without_minutes():
    endless = Minutes(60_000, None, None, warning=False)
    assert endless.share == 0.0
    assert endless.later(1_000).remaining_ms is None
    assert Minutes(0, 0, 0, warning=True).share == 1.0


def test_what_the_server_says():
    status = SessionStatus(
        session=None, used_ms=1, limit_ms=3, remaining_ms=2, warning=True, heartbeat_ms=30_000
    )
    assert minutes_of(status) == Minutes(1, 3, 2, warning=True)


def test_what_is_set_aside_here_remains_too():
    status = SessionStatus(
        session=None, used_ms=0, limit_ms=900_000, remaining_ms=290_000, warning=True, heartbeat_ms=30_000
    )
    assert minutes_of(status, 60_000) == Minutes(0, 900_000, 350_000, warning=False)
    endless = SessionStatus(
        session=None, used_ms=5, limit_ms=None, remaining_ms=None, warning=False, heartbeat_ms=30_000
    )
    assert minutes_of(endless, 60_000).remaining_ms is None
