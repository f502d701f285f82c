"""How far files are is put together, and told only when it changed."""

from desktop.sync.transfer_plan import DOWN, UP, Transfer
from desktop.sync.transfer_progress import TransferProgress
from desktop.sync.views import MediaProgress
from shared.content.files import ContentFile, Urgency
from shared.errors import AppError

A, B = bytes(32), bytes([1]) * 32


def transfer(direction, sha, size=100):
    return Transfer(direction, ContentFile(sha, "user:a", "audio/mpeg", size, True, True, True), Urgency.NOW)


def staged():
    told = []
    return TransferProgress(lambda: told.append(1)), told


def test_what_is_left_is_counted_and_bytes_go_down():
    progress, told = staged()
    progress.count([transfer(UP, A), transfer(DOWN, B)])
    assert progress.now == MediaProgress(1, 1, 200)
    progress.begin(A, 100)
    assert progress.share_of(A) is None
    progress.report(A, 25, 100)
    progress.tell(force=True)
    assert (progress.share_of(A), progress.now.left_bytes) == (0.25, 175)
    progress.end(A)
    assert progress.share_of(A) is None
    progress.count([])
    assert progress.now == MediaProgress()
    assert told


def test_nothing_new_is_not_told():
    progress, told = staged()
    for _ in range(3):
        progress.count([])
        progress.rest()
    assert not told
    progress.problem = AppError("network.too_large")
    progress.tell(force=True)
    assert len(told) == 1
    progress.problem = AppError("network.too_large")
    progress.tell(force=True)
    assert len(told) == 1


def test_without_a_server_there_is_nothing_to_tell():
    progress, _told = staged()
    progress.count([transfer(UP, A)])
    progress.forget()
    assert (progress.now, progress.problem) == (MediaProgress(), None)


def test_pieces_are_told_a_few_times_a_second():
    progress, told = staged()
    progress.count([transfer(UP, A, 1000)])
    told.clear()
    for done in range(1000):
        progress.report(A, done, 1000)
    assert len(told) <= 3
