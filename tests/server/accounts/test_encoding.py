from server.accounts.encoding import secret_hash


def test_a_hash_takes_any_text():
    assert len(secret_hash("\ud800\0")) == 32
    assert secret_hash("a") != secret_hash("b")
