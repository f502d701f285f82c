from server.accounts import foreign_store
from server.accounts.foreign_store import BegunRow, ProofRow, WayRow
from shared.ids import new_id


def way(user_id, subject="user_1", **changed):
    given = {
        "kind": "oidc",
        "issuer": "https://a",
        "email": "a@b.org",
        "linked_ms": 1,
        "used_ms": 1,
        **changed,
    }
    return WayRow(id=new_id(), user_id=user_id, provider="school", subject=subject, **given)


async def test_what_was_begun_and_shown_is_used_once_and_runs_out(stage):
    async with stage.database.write() as tx:
        row = BegunRow(b"s", "school", "sign_in", None, "n", "c", "http://127.0.0.1:1/", tx.now_ms + 10)
        await foreign_store.add_begun(tx, row)
        assert await foreign_store.begun(tx, b"s") == row
        shown = ProofRow(
            b"t", "school", "oidc", "sign_in", None, "https://a", "u", "a@b.org", True, "A", tx.now_ms + 10
        )
        await foreign_store.add_proof(tx, shown)
        assert await foreign_store.proof(tx, b"t") == shown
        assert await foreign_store.proof(tx, b"u") is None
    stage.clock.advance(10)
    async with stage.database.write() as tx:
        assert await foreign_store.begun(tx, b"s") is None
        assert await foreign_store.proof(tx, b"t") is None
        await foreign_store.tidy(tx)
        await foreign_store.drop_begun(tx, b"s")
        await foreign_store.drop_proof(tx, b"t")


async def test_an_account_elsewhere_is_one_persons(stage):
    ada, bob = (await stage.person()).user_id, (await stage.person("bob@example.org")).user_id
    async with stage.database.write() as tx:
        first = way(ada, kind="whop")
        assert await foreign_store.add_way(tx, first)
        assert not await foreign_store.add_way(tx, way(bob))
        assert await foreign_store.add_way(tx, way(bob, issuer="https://b", linked_ms=2))
        assert await foreign_store.by_subject(tx, "https://a", "user_1") == first
        assert await foreign_store.of_kind(tx, "whop", "user_1") == ada
        assert await foreign_store.of_kind(tx, "oidc", "nobody") is None
        await foreign_store.use_way(tx, first.id, "new@b.org")
        (used,) = await foreign_store.of_person(tx, ada)
        assert (used.email, used.used_ms) == ("new@b.org", tx.now_ms)
        await foreign_store.drop_way(tx, bob, first.id)
        assert len(await foreign_store.of_person(tx, ada)) == 1
        await foreign_store.drop_way(tx, ada, first.id)
        await foreign_store.erase(tx, bob)
        assert await foreign_store.of_person(tx, ada) == await foreign_store.of_person(tx, bob) == []
