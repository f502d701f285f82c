import re

from server.live import tokens


def test_a_token_has_128_bits_and_only_its_hash_is_kept():
    token = tokens.new_token()
    assert re.fullmatch(r"[\w-]{22}", token)
    assert tokens.new_token() != token
    assert token.encode() not in tokens.token_hash(token)
    assert tokens.token_hash(token) == tokens.token_hash(token)


def test_an_empty_token_is_never_right():
    assert tokens.same("abc", "abc")
    assert not tokens.same("abd", "abc")
    assert not tokens.same("", "")
    assert not tokens.same("ä", "a")


def test_codes_pins_and_ids_are_free_ones():
    taken = {tokens.new_code(()) for _ in range(50)}
    code = tokens.new_code(taken)
    assert code not in taken
    assert re.fullmatch("[A-HJ-NP-Z2-9]{4}", code)
    assert re.fullmatch(r"\d{6}", tokens.new_pin(()))
    assert tokens.new_pid({"a"}) != "a"
