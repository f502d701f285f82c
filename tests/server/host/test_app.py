import socket
from contextlib import closing

import pytest

from server.host import app
from shared.errors import AppError


def test_the_last_port_is_taken_again_and_any_other_when_it_is_gone(monkeypatch):
    monkeypatch.setattr(app, "DEFAULT_PORT", 0)
    with closing(app.bound_socket(0, 0)) as first:
        port = first.getsockname()[1]
        with closing(app.bound_socket(0, port)) as second:
            assert second.getsockname()[1] != port
    with closing(app.bound_socket(0, port)) as again:
        assert again.getsockname()[1] == port


def test_a_wanted_port_is_taken_or_refused():
    with closing(socket.create_server(("0.0.0.0", 0))) as other:
        port = other.getsockname()[1]
        with pytest.raises(AppError, match=r"host\.port_taken"):
            app.bound_socket(port, 0)
    with closing(app.bound_socket(port, 0)) as found:
        assert found.getsockname()[1] == port
