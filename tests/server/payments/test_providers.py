import subprocess
import sys

import pytest

from server.config.payment_settings import PaymentsSection
from server.payments.providers import open_providers
from shared.clock import SystemClock


@pytest.mark.parametrize(
    ("settings", "names"),
    [
        ({}, []),
        ({"whop_key": "k", "stripe_key": "k"}, ["stripe", "whop"]),
        ({"polar_key": "k"}, ["polar"]),
    ],
)
async def test_those_with_a_key_the_preferred_one_first(settings, names):
    found = open_providers(PaymentsSection(**settings), SystemClock())
    assert list(found) == [each.name for each in found.values()] == names
    for each in found.values():
        await each.close()


def test_no_library_is_loaded_before_something_is_sold():
    program = (
        "import sys; from server.config.payment_settings import PaymentsSection as P;"
        "from server.payments.providers import open_providers; from shared.clock import SystemClock;"
        "open_providers(P(stripe_key='k', polar_key='k', whop_key='k'), SystemClock());"
        "print({'stripe', 'polar', 'whop_sdk', 'httpx', 'pydantic'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
