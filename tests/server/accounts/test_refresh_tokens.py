"""Refresh tokens say which they are, and cannot be invented or changed."""

import os

from hypothesis import given
from hypothesis import strategies as st

from server.accounts.refresh_tokens import new_token, read_token, sealed, unsealed
from shared.ids import new_id

KEY = bytes(range(16))


def test_a_token_is_read_as_it_was_made():
    session_id = new_id()
    text = new_token(session_id, 7, KEY)
    token = read_token(text)
    assert (token.session_id, token.number) == (session_id, 7)
    assert token.genuine(KEY)
    assert not token.genuine(os.urandom(16))
    assert read_token(new_token(session_id, 7, KEY)).hash != token.hash


@given(st.data())
def test_every_changed_character_is_refused(data):
    text = new_token(new_id(), 1, KEY)
    place = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.characters(codec="ascii").filter(lambda char: char != text[place]))
    token = read_token(text[:place] + other + text[place + 1 :])
    assert token is None or not token.genuine(KEY)


@given(st.text(max_size=200))
def test_other_text_is_no_token(text):
    token = read_token(text)
    assert token is None or not token.genuine(KEY)


def test_a_successor_is_seen_only_with_the_token_before():
    first, second = (new_token(new_id(), number, KEY) for number in (1, 2))
    box = sealed(second, first)
    assert second.encode() not in box
    assert unsealed(box, first) == second
    assert unsealed(box, second) is None
