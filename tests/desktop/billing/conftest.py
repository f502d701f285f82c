"""Page tests begin with one look; `stage` makes a service with a server that the test plays."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.billing_stage import BillingStage
from tests.support.cloud_server import cloud
from tests.support.look import look

__all__ = ["cloud", "look", "stage"]


@pytest.fixture
def stage(tmp_path: Path) -> Callable[..., BillingStage]:
    """Make a stage; it is closed by the test, inside its loop."""
    return lambda **given: BillingStage(tmp_path / "profile", **given)
