from server.web.operation import Operation
from tests.support.border_stage import STAGE, Seen, see, stream


def test_what_follows_from_a_declaration():
    one = Operation("GET", "/a/{group_id}/b/{name}", see, "See", answer=Seen)
    assert one.path_names == ("group_id", "name")
    assert one.name == "support.see"
    assert not one.empty
    assert Operation("POST", "/a", see, "Do").empty
    assert not Operation("GET", "/a", stream, "Stream", raw=True).empty
    assert len({operation.name for operation in STAGE}) == len(STAGE)
