from hypothesis import given
from hypothesis import strategies as st

from shared.accounts.pkce import challenge_of, fits, is_challenge, new_verifier


def test_the_example_of_the_rfc():
    """RFC 7636, appendix B."""
    verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    assert challenge_of(verifier) == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    assert fits(verifier, "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")


def test_a_new_verifier_fits_its_own_challenge_only():
    one, other = new_verifier(), new_verifier()
    assert is_challenge(challenge_of(one))
    assert fits(one, challenge_of(one))
    assert not fits(one, challenge_of(other))
    assert not fits(one, one)


@given(st.text(max_size=140), st.text(max_size=60))
def test_what_somebody_else_sends_is_judged_and_never_fails(verifier, challenge):
    assert fits(verifier, challenge) in (True, False)
    assert not is_challenge(challenge) or len(challenge) == 43


def test_short_long_and_odd_verifiers_are_none():
    for verifier in ("a" * 42, "a" * 129, "a" * 42 + "ñ", "a" * 43 + "\n"):
        assert not fits(verifier, "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")
