import base64

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from desktop.accounts import device_key

# RFC 8032, 7.1, test 2.
SECRET = "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"
PUBLIC = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
SIGNED = (
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
)


def raw(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def test_the_standard_vector():
    assert raw(device_key.public_key(SECRET)).hex() == PUBLIC
    assert raw(device_key.sign(SECRET, bytes.fromhex("72"))).hex() == SIGNED


@given(st.binary(max_size=200))
def test_what_it_signs_its_public_half_verifies(message):
    key = device_key.new_key()
    public = Ed25519PublicKey.from_public_bytes(raw(device_key.public_key(key)))
    public.verify(raw(device_key.sign(key, message)), message)
    assert "=" not in device_key.public_key(key) + device_key.sign(key, message)
