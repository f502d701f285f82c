from desktop.media.live_progress import LiveProgress
from shared.errors import AppError
from shared.ids import ItemId, new_id


def test_live_progress_tells_steps_of_a_percent(bus, changes):
    live, item_id = LiveProgress(bus), ItemId(new_id())
    for share in (0.0, 0.001, 0.02, 0.021, 5.0):
        live.put(item_id, share)
    assert len(changes) == 3
    assert live.get(item_id) == 1.0
    live.drop(item_id)
    assert live.get(item_id) is None


def test_a_trouble_is_shown_until_the_stage_goes_on(bus, changes):
    live, item_id = LiveProgress(bus), ItemId(new_id())
    trouble = AppError("storage.disk_full", folder="x")
    live.put_trouble(item_id, trouble)
    assert live.trouble(item_id) is trouble
    assert changes[0].concerns("job", item_id)
    live.drop(item_id)
    assert live.trouble(item_id) is None
