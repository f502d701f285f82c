import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.groups.links import InvitationLink, handed_on, invitation_link
from shared.errors import AppError

TOKEN = "aB3_dE5-fG7hI9jK1lM"


@pytest.mark.parametrize(
    ("text", "link"),
    [
        (TOKEN, InvitationLink(TOKEN)),
        (f"  https://Lantern.School.org/join/{TOKEN}\n", InvitationLink(TOKEN, "lantern.school.org")),
        (f"<https://school.org/lantern/join/{TOKEN}/>", InvitationLink(TOKEN, "school.org")),
        (f"school.org:8443/join/{TOKEN}", InvitationLink(TOKEN, "school.org:8443")),
        (f"https://school.org/join/{TOKEN}?utm=mail", InvitationLink(TOKEN, "school.org")),
    ],
)
def test_links_as_people_paste_them(text, link):
    assert invitation_link(text) == link


@pytest.mark.parametrize("text", ["", "hello", "https://school.org/", "https://[::1/join/x", "https:///x"])
def test_what_is_no_invitation(text):
    with pytest.raises(AppError) as caught:
        invitation_link(text)
    assert caught.value.code == "groups.link_unreadable"


@given(st.text(max_size=80))
def test_any_text_is_read_or_refused(text):
    try:
        link = invitation_link(text)
    except AppError:
        return
    assert 16 <= len(link.token) <= 64


@pytest.mark.parametrize(
    ("url", "server", "handed"),
    [
        ("http://127.0.0.1:8440/join/x", "http://10.0.0.5:8440", "http://10.0.0.5:8440/join/x"),
        ("http://localhost:8440/join/x", "https://l.example", "https://l.example/join/x"),
        ("http://[::1]:8440/join/x", "https://l.example/at/", "https://l.example/at/join/x"),
        ("/join/x", "https://l.example", "https://l.example/join/x"),
        ("http://127.0.0.1:8440/join/x", "http://127.0.0.1:8440", "http://127.0.0.1:8440/join/x"),
        ("https://public.example/join/x", "http://10.0.0.5", "https://public.example/join/x"),
    ],
)
def test_a_link_that_only_the_server_could_open_is_mended(url, server, handed):
    assert handed_on(url, server) == handed
