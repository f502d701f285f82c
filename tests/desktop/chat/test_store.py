from desktop.chat import store
from shared.ids import ChatId, MessageId, new_id


async def test_messages_take_their_places_in_order_also_after_deleted_ones(database):
    chat_id = ChatId(new_id())
    ids = [MessageId(new_id()) for _ in range(3)]

    def write(tx):
        store.insert_chat(tx, chat_id, "t", "question", "{}")
        for one in ids[:2]:
            store.insert_message(tx, chat_id, one, "user", "x", "done")
        hidden = store.hide_from(tx, chat_id, 2)
        store.insert_message(tx, chat_id, ids[2], "user", "y", "done")
        return hidden

    assert await database.write(write) == [ids[1]]
    async with database.reader() as reader:
        rows = await store.messages(reader, chat_id)
        assert [(row["id"], row["position"]) for row in rows] == [(ids[0].bytes, 1), (ids[2].bytes, 3)]
        assert await store.message(reader, ids[1]) is None


async def test_only_the_replies_used_last_are_kept(database, clock):
    for number in range(store.KEPT_ANSWERS + 2):
        clock.advance(1)
        if number == 400:
            await database.write(lambda tx: store.touch_answer(tx, b"0"))
        key = str(number).encode()
        await database.write(lambda tx, key=key: store.keep_answer(tx, key, "reply"))
    async with database.reader() as reader:
        kept = [await store.kept_answer(reader, str(number).encode()) for number in range(4)]
    assert kept == ["reply", None, None, "reply"]
    await database.write(store.forget_answers)
    async with database.reader() as reader:
        assert await store.kept_answer(reader, b"0") is None


async def test_a_persons_title_stays(database):
    chat_id = ChatId(new_id())

    def write(tx):
        store.insert_chat(tx, chat_id, "Mine", "person", "{}")
        store.name_chat(tx, chat_id, "Other", "engine")

    await database.write(write)
    async with database.reader() as reader:
        row = await store.chat(reader, chat_id)
    assert row is not None
    assert row["title"] == "Mine"
