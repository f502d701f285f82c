"""Change sets and the bus that carries them."""

from desktop.runtime.changes import ChangeBus, ChangeSet
from shared.ids import new_id


def test_a_change_set_knows_what_it_touches():
    made = new_id()
    change = ChangeSet({"item": frozenset({made}), "job": frozenset()})
    assert change.touches("item", "tag")
    assert not change.touches("tag")
    assert change.concerns("item", made)
    assert not change.concerns("item", new_id())
    assert change.concerns("job", made), "no ids means some of them"
    assert change.ids("tag") == frozenset()


def test_another_process_may_have_changed_anything():
    change = ChangeSet(everything=True)
    assert change.touches("item")
    assert change.concerns("item", new_id())


def test_subscribers_are_told_in_order_until_they_leave():
    bus, seen = ChangeBus(), []
    leave = bus.subscribe(lambda change: seen.append("first"))
    bus.subscribe(lambda change: seen.append("second"))
    bus.announce("model")
    leave()
    leave()
    bus.announce("model")
    assert seen == ["first", "second", "second"]


def test_an_empty_change_is_not_told():
    bus, seen = ChangeBus(), []
    bus.subscribe(seen.append)
    bus.publish(ChangeSet())
    assert seen == []


def test_a_subscriber_may_leave_while_being_told():
    bus, seen = ChangeBus(), []
    leaving = []

    def once(change):
        seen.append(change)
        leaving[0]()

    leaving.append(bus.subscribe(once))
    bus.subscribe(seen.append)
    bus.announce("item")
    assert len(seen) == 2
