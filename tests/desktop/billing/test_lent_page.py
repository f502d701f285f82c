import uuid

from desktop.billing.lent_page import LentCard, device_text, lent_text
from desktop.widgets.icons import is_icon
from tests.desktop.billing.test_lent_view_model import lease

HERE = str(uuid.UUID(int=8))


def test_each_device_has_its_row(qloop):
    card = LentCard()
    assert card.isHidden()
    card.show_leases([lease(8), lease(9, device="Old phone")], HERE)
    assert [row.name.full_text() for row in card.rows] == ["Laptop (this device)", "Old phone"]
    assert [row.left.text() for row in card.rows] == ["1.5 min", "1.5 min"]
    assert card.rows[1].detail.text().startswith("0.5 min used of it · good until ")
    card.show_leases([lease(9)], HERE)
    assert len(card.rows) == 1
    card.show_leases([], HERE)
    assert card.isHidden()


def test_a_device_that_was_removed_is_told_of():
    gone = lease(9, device="", removed=True)
    assert device_text(gone, here=False) == "A device that was removed"
    assert "counts as used" in lent_text(gone)
    assert is_icon("laptop")
    assert is_icon("laptop-off")
