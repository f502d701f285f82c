"""What hangs at the pointer while something is dragged."""

from desktop.widgets.drag_picture import drag_picture


def test_it_is_as_wide_as_its_words_up_to_a_point(qapp):
    short, long, longer = (drag_picture("Lesson " * count, 1.0) for count in (1, 30, 60))
    assert short.width() < long.width() == longer.width()
    assert short.height() == long.height()


def test_it_is_sharp_on_a_fine_screen(qapp):
    plain, fine = drag_picture("Lesson", 1.0), drag_picture("Lesson", 2.0)
    assert fine.width() == 2 * plain.width()
    assert fine.deviceIndependentSize() == plain.deviceIndependentSize()
