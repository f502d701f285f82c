import pytest

from server.web.call import Call
from shared.errors import AppError
from tests.support.border_stage import LEARNER


def test_a_handler_asks_for_who_is_signed_in():
    nothing: dict = {
        "services": None,
        "request": None,
        "address": "",
        "secure": False,
        "language": "en",
        "now_ms": 0,
    }
    call = Call(request_id="1", **nothing)
    with pytest.raises(AppError, match="token_missing"):
        _ = call.user
    call.principal = LEARNER
    assert call.user is LEARNER
    assert Call(request_id="2", **nothing).path is not call.path
