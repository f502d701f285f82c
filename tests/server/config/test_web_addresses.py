import pytest

from server.config.web_addresses import is_web


@pytest.mark.parametrize("url", ["https://api.stripe.com", "http://[::1]:8080/v1", "http://localhost"])
def test_an_address_on_the_web(url):
    assert is_web(url)


@pytest.mark.parametrize("url", ["", "api.stripe.com", "ftp://x", "https://", "http://[x", "http://x:99999"])
def test_something_else(url):
    assert not is_web(url)
