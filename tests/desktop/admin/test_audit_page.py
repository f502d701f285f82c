from tests.support.admin_stage import ADA, AdminAccount, audited, opened_admin
from tests.support.waiting import until


async def test_who_did_what_to_whom(qloop):
    async with opened_admin("audit") as shown:
        section = shown.section
        model = section.table.model
        rows = [
            [model.data(model.index(row, column)) for column in range(model.columnCount())]
            for row in range(model.rowCount())
        ]
        assert [row[1:4] for row in rows] == [
            ["Plan changed", "Rosa Direktorin", ""],
            ["Role, plan or suspension changed", "Rosa Direktorin", "Ada Lovelace"],
            ["Sign-in refused", "Nobody signed in", "Bea"],
        ]
        section.table.table.selectRow(0)
        assert "ai_tokens_per_month: 50000 -> 60000" in section.particulars.text()
        section.group.selected.emit("billing.")
        await until(lambda: model.rowCount() == 1)


async def test_of_one_person_and_of_those_who_are_gone(qloop):
    account = AdminAccount()
    account.log = [audited(number, "email.changed", ADA) for number in range(80, 0, -1)]
    del account.people[ADA]
    async with opened_admin("audit", account) as shown:
        section = shown.section
        section.open_target({"person": ADA})
        await until(lambda: section.person.isVisible())
        assert section.person.full_text().startswith("What 00000000… did")
        section.table.more_button.click()
        await until(lambda: section.table.model.rowCount() == 80)
        section.all_button.click()
        await until(lambda: not section.person.isVisible())
