import msgspec

from desktop.accounts.person_page import PersonCard
from tests.support.account_stage import PERSON


def card_of(qtbot, person, place="keyring", *, mails=True):
    card = PersonCard()
    qtbot.addWidget(card)
    card.resize(600, 300)
    card.show_person(person, place, server_mails=mails)
    card.show()
    return card


def test_a_confirmed_person(qtbot):
    card = card_of(qtbot, PERSON)
    assert (card.name.full_text(), card.email.full_text()) == (PERSON.name, PERSON.email)
    assert card.verified.text() == "E-mail confirmed"
    assert card.school.text() == "Riverside"
    assert not any(notice.isVisible() for notice in (card._unconfirmed, card._plain, card._file))


def test_what_deserves_a_word_has_one(qtbot):
    person = msgspec.structs.replace(
        PERSON, email_verified=False, tenant_name="", server_url="http://192.168.1.7"
    )
    card = card_of(qtbot, person, "file")
    assert all(notice.isVisible() for notice in (card._unconfirmed, card._plain, card._file))
    assert not card.school.isVisible()
    with qtbot.waitSignal(card.mail_asked):
        card._unconfirmed.button.click()
    with qtbot.waitSignal(card.rename_asked):
        card.rename_button.click()


def test_no_mail_is_asked_for_where_the_server_sends_none(qtbot):
    card = card_of(qtbot, msgspec.structs.replace(PERSON, email_verified=False), mails=False)
    assert not card.verified.isVisible()
    assert not card._unconfirmed.isVisible()
