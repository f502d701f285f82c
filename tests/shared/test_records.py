"""Declared records match what the library's tables hold."""

from shared.records import Merge, Record, constant, register
from shared.settings.records import SETTING


def test_fields_keep_their_order_and_rule():
    record = Record("thing", "thing", (constant("made_ms"), register("title")))
    assert record.field_names() == ("made_ms", "title")
    assert [field.merge for field in record.fields] == [Merge.CONSTANT, Merge.REGISTER]


async def test_a_setting_has_the_columns_it_declares(database):
    async with database.reader() as reader:
        rows = await reader.execute_fetchall("SELECT name FROM pragma_table_info('setting')")
    columns = {row[0] for row in rows}
    assert columns >= {"id", "scope", "hlc", "tags", "extra", "deleted", *SETTING.field_names()}
