"""Ways to sign in come and go, and one always stays."""

import pytest

from shared.accounts.foreign_messages import FirstPassword, LinkWay
from shared.ids import new_id
from tests.support.accounts_stage import HOME, PASSWORD, plain, refused, sqlite_url
from tests.support.foreign_stage import ADA, elsewhere

NEW = "a brand new one"


@pytest.fixture
async def at(database_url):
    async with elsewhere(database_url) as running:
        yield running


@pytest.fixture
async def here(tmp_path):
    async with elsewhere(sqlite_url(tmp_path)) as running:
        yield running


def ways(at):
    return at.stage.accounts.ways


async def test_linking_asks_the_password_and_then_signs_in(at):
    person = await at.stage.person("bob@example.org")
    who = await person.principal()
    assert (await ways(at).ways(who)).ways == ()
    ticket = (await at.proven("link", person)).ticket
    assert await refused(ways(at).link(who, LinkWay(ticket, ""), HOME)) == "accounts.wrong_password"
    linked = await ways(at).link(who, LinkWay(ticket, PASSWORD), HOME)
    assert linked.password
    (way,) = linked.ways
    assert (way.provider_name, way.email, way.offered) == ("School login", "ada@example.org", True)
    assert "School login" in plain(await at.stage.mailbox.next(2))
    assert (await at.enter()).account.user_id == person.user_id
    again = (await at.proven("link", person)).ticket
    assert len((await ways(at).link(who, LinkWay(again, PASSWORD), HOME)).ways) == 1
    assert await refused(ways(at).link(who, LinkWay(again, PASSWORD), HOME)) == "accounts.browser_answer_old"


async def test_what_is_somebody_elses_is_not_linked(here):
    await here.person()
    bob = await here.stage.person("bob@example.org")
    ticket = (await here.proven("link", bob)).ticket
    who = await bob.principal()
    assert await refused(ways(here).link(who, LinkWay(ticket, PASSWORD), HOME)) == "accounts.way_of_another"


async def test_a_ticket_is_for_who_began_and_for_what(here):
    bob, eve = await here.stage.person("bob@example.org"), await here.stage.person("eve@example.org")
    ticket = (await here.proven("link", bob)).ticket
    theirs = ways(here).link(await eve.principal(), LinkWay(ticket, PASSWORD), HOME)
    assert await refused(theirs) == "accounts.browser_answer_old"
    signed_out = (await here.proven()).ticket
    own = ways(here).link(await bob.principal(), LinkWay(signed_out, PASSWORD), HOME)
    assert await refused(own) == "accounts.browser_answer_old"


async def test_the_last_way_stays(at):
    person = await at.person()
    who = await person.principal()
    (way,) = (await ways(at).ways(who)).ways
    assert await refused(ways(at).unlink(who, way.way_id, HOME)) == "accounts.last_way"
    assert await refused(ways(at).unlink(who, new_id(), HOME)) == "accounts.way_not_found"
    ticket = (await at.proven("prove", person)).ticket
    assert (await ways(at).first_password(who, FirstPassword(ticket, NEW), HOME)).password
    left = await ways(at).unlink(who, way.way_id, HOME)
    assert (left.password, left.ways) == (True, ())
    assert (await at.proven()).needs == "password"


async def two_ways(at):
    """Somebody who came from elsewhere, has no password any more, and two ways."""
    person = await at.person()
    at.fake.person = {**ADA, "sub": "user_2"}
    proven = await at.proven("link", person)
    async with at.stage.database.write() as tx:
        proof = await at.foreign.proof(tx, proven.ticket, "link")
        await at.foreign.add_way(tx, person.user_id, proof)
    return await person.principal()


async def test_without_a_password_nothing_is_linked(here):
    """A desk left open would be enough: the first password asks for a proof, and linking for that password."""
    person = await here.person()
    here.fake.person = {**ADA, "sub": "user_2"}
    ticket = (await here.proven("link", person)).ticket
    asked = ways(here).link(await person.principal(), LinkWay(ticket, ""), HOME)
    assert await refused(asked) == "accounts.no_password"


async def test_a_second_way_lets_the_first_go(here):
    who = await two_ways(here)
    first, second = (await ways(here).ways(who)).ways
    assert (await ways(here).unlink(who, first.way_id, HOME)).ways == (second,)


async def test_nobody_takes_anothers_way(here):
    ada = await here.person()
    (way,) = (await ways(here).ways(await ada.principal())).ways
    bob = await here.stage.person("bob@example.org")
    assert (
        await refused(ways(here).unlink(await bob.principal(), way.way_id, HOME)) == "accounts.way_not_found"
    )


async def test_a_way_that_is_offered_no_more_opens_nothing(here):
    """With it alone nobody could come in again: it does not count as one that is left."""
    who = await two_ways(here)
    first, _second = (await ways(here).ways(who)).ways
    here.foreign.providers.clear()
    assert [way.offered for way in (await ways(here).ways(who)).ways] == [False, False]
    assert await refused(ways(here).unlink(who, first.way_id, HOME)) == "accounts.last_way"


async def test_a_first_password_needs_a_fresh_proof_of_the_same_person(at):
    person = await at.person()
    who = await person.principal()
    link = (await at.proven("link", person)).ticket
    assert (
        await refused(ways(at).first_password(who, FirstPassword(link, NEW), HOME))
        == "accounts.browser_answer_old"
    )
    at.fake.person = {**ADA, "sub": "user_2"}
    other = (await at.proven("prove", person)).ticket
    assert (
        await refused(ways(at).first_password(who, FirstPassword(other, NEW), HOME))
        == "accounts.way_of_another"
    )
    at.fake.person = dict(ADA)
    ticket = (await at.proven("prove", person)).ticket
    short = ways(at).first_password(who, FirstPassword(ticket, "short"), HOME)
    assert await refused(short) == "accounts.password_too_short"
    eve = await at.stage.person("eve@example.org")
    hers = ways(at).first_password(await eve.principal(), FirstPassword(ticket, NEW), HOME)
    assert await refused(hers) == "accounts.has_password"
    assert (await ways(at).first_password(who, FirstPassword(ticket, NEW), HOME)).password
    assert "School login" in plain(await at.stage.mailbox.next(2))
    again = ways(at).first_password(who, FirstPassword(ticket, NEW), HOME)
    assert await refused(again) == "accounts.has_password"
    signed_in = await at.stage.accounts.sign_ins.sign_in(
        at.stage.device().sign_in("ada@example.org", NEW), HOME
    )
    assert signed_in.account.user_id == person.user_id
