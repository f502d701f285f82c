"""What a browser is shown where there is nothing for it."""

import pytest

HTML = {"Accept": "text/html,application/xhtml+xml;q=0.9"}


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/", 200, "This is a Lantern server"),
        ("/join/xyz", 404, "not complete"),
        ("/join/", 404, "not complete"),
        ("/wp-login.php", 404, "nothing at this address"),
    ],
)
async def test_a_browser_is_shown_a_kind_page(cloud, path, status, words):
    answer = await cloud.ask("GET", path, headers=HTML)
    assert (answer.status, answer.headers["Content-Type"]) == (status, "text/html; charset=utf-8")
    assert words in answer.body.decode()
    assert "style-src 'sha256-" in answer.headers["Content-Security-Policy"]


async def test_it_speaks_the_readers_language(cloud):
    answer = await cloud.ask("GET", "/", headers={**HTML, "Accept-Language": "es"})
    assert "Este es un servidor de Lantern" in answer.body.decode()


@pytest.mark.parametrize("headers", [{}, {"Accept": "application/json"}])
async def test_programs_still_get_json(cloud, headers):
    assert (await cloud.ask("GET", "/", headers=headers)).code == "web.not_found"
    assert (await cloud.ask("GET", "/api/v1/nothing", headers=HTML)).code == "web.not_found"
