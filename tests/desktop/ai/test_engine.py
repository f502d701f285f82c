from desktop.ai.engine import estimated_tokens


def test_four_characters_make_a_token():
    assert [estimated_tokens("x" * n) for n in (0, 1, 4, 5, 400)] == [0, 1, 1, 2, 100]
