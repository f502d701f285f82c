import uuid

from desktop.groups import store
from shared.groups.messages import Role

ME, OTHER = uuid.uuid4(), uuid.uuid4()


def put_group(tx, name, *people, deleted=0):
    group_id = uuid.uuid4()
    scope = f"group:{group_id}"
    tx.execute(
        "INSERT INTO study_group (id, scope, hlc, tags, deleted, name, description, created_ms)"
        " VALUES (?, ?, 1, x'80', ?, ?, '', 5)",
        [group_id.bytes, scope, deleted, name],
    )
    for joined, (user_id, role, gone) in enumerate(people):
        tx.execute(
            "INSERT INTO membership (id, scope, hlc, tags, deleted, group_id, user_id, name, role, joined_ms)"
            " VALUES (?, ?, 1, x'80', ?, ?, ?, ?, ?, ?)",
            [uuid.uuid4().bytes, scope, gone, group_id.bytes, user_id.bytes, str(role), role, joined],
        )
    return group_id


async def test_a_persons_groups_by_name_with_their_own_role(database):
    def write(tx):
        put_group(tx, "zebra", (ME, "member", 0), (OTHER, "owner", 0), (uuid.uuid4(), "viewer", 1))
        put_group(tx, "Apple", (ME, "owner", 0))
        put_group(tx, "not mine", (OTHER, "owner", 0))
        put_group(tx, "left", (ME, "member", 1), (OTHER, "owner", 0))
        put_group(tx, "deleted", (ME, "owner", 0), deleted=1)

    await database.write(write)
    async with database.reader() as reader:
        found = await store.groups(reader, ME)
    assert [(row.name, row.role, row.members) for row in found] == [
        ("Apple", Role.OWNER, 1),
        ("zebra", Role.MEMBER, 2),
    ]


async def test_members_by_role_then_by_time_and_a_new_role_counts_as_the_least(database):
    people = [
        (ME, "viewer", 0),
        (OTHER, "emperor", 0),
        (uuid.uuid4(), "owner", 0),
        (uuid.uuid4(), "member", 0),
    ]
    group_id = await database.write(lambda tx: put_group(tx, "Year 9", *people))
    async with database.reader() as reader:
        found = await store.members(reader, group_id)
    assert [row.role for row in found] == [Role.OWNER, Role.MEMBER, Role.VIEWER, Role.VIEWER]
    assert [row.user_id for row in found[2:]] == [ME, OTHER]
