from server.ai.drains import Drains


def test_there_are_so_many_places_and_no_more():
    drains, first, second, third = Drains(2), object(), object(), object()
    assert [drains.enter(one) for one in (first, second, third, first)] == [True, True, False, True]
    drains.exit(first)
    drains.exit(first)
    assert drains.enter(third)
    assert len(drains) == 2
