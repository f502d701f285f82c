"""Refusals have kind words of their own."""

from typing import get_args

import msgspec
import pytest

from desktop.quiz.play_refusals_page import CAN_TRY_AGAIN, gone_words, refusal_words
from shared.quiz.messages import Deny, Gone
from tests.support.look import look

__all__ = ["look"]

REASONS = get_args(Deny.__annotations__["reason"])
UNHEARD_OF = msgspec.structs.replace(Deny("ended"), reason="unheard_of")
ANSWERED_OTHERWISE = {"pin", "name", "name_taken", "pick_name", "pick_team", "approval", "token"}


@pytest.mark.parametrize("reason", sorted(set(REASONS) - ANSWERED_OTHERWISE))
def test_every_refusal_has_words(reason):
    title, words = refusal_words(Deny(reason))
    assert title != refusal_words(UNHEARD_OF)[0]
    assert words


def test_waiting_is_told_in_seconds():
    assert "3" in refusal_words(Deny("too_many", wait_ms=2_600))[1]
    assert refusal_words(UNHEARD_OF)[0] == "You could not join"


@pytest.mark.parametrize("reason", get_args(Gone.__annotations__["reason"]))
def test_every_end_has_words(reason):
    assert all(gone_words(reason))


def test_only_what_may_change_is_tried_again():
    assert set(REASONS) > CAN_TRY_AGAIN
    assert "banned" not in CAN_TRY_AGAIN
