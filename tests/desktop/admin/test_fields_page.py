from desktop.admin.fields_page import AmountField, NumberField
from desktop.admin.numbers import in_gib, of_gib


def test_what_is_not_typed_over_comes_back_to_the_unit(qtbot):
    field = NumberField("Room", 3, to_shown=in_gib, of_shown=of_gib)
    qtbot.addWidget(field)
    field.show_value(1_234_567)
    assert field.text() == "0.001"
    assert field.value() == 1_234_567
    field.setText("1.5")
    assert field.value() == 3 << 29
    field.setText("much")
    assert field.value() is None
    assert field.property("invalid") == "true"


def test_no_limit(qtbot):
    field = AmountField(NumberField("Skills"), "pieces", may_be_unlimited=True)
    qtbot.addWidget(field)
    told = []
    field.changed.connect(lambda: told.append(field.value()))
    field.show_value(None)
    assert told == []
    assert (field.value(), field.valid(), field.number.isEnabled()) == (None, True, False)
    field.unlimited.click()
    assert (field.value(), field.number.isEnabled()) == (0, True)
    qtbot.keyClicks(field.number, "7")
    assert told[-1] == 7
    field.number.setText("-7")
    assert not field.valid()
