"""L1: many devices and an authority in virtual time; every invariant after every run.

A seed that ever failed is in `FAILED`. `tests/faults/test_sync_simulation.py` has more seeds and accidents.
"""

import pytest

from tests.support.sync_judging import run

STEPS = 500
FAILED = (3, 14, 19, 21, 30, 60, 102, 1004, 1198)


@pytest.mark.parametrize("block", range(10))
def test_whatever_happens_nothing_is_lost_and_no_conflict_is_false(block):
    for seed in range(block * 20, block * 20 + 20):
        run(seed, STEPS)


@pytest.mark.parametrize("seed", FAILED)
def test_what_once_went_wrong(seed):
    run(seed, STEPS)


@pytest.mark.parametrize(
    ("accidents", "seeds"),
    [
        ("copies", (*range(12), 39, 116)),
        ("backups", (*range(12), 14, 38, 56, 116)),
        (
            "server",
            (
                *range(12),
                14,
                19,
                22,
                25,
                28,
                30,
                31,
                33,
                38,
                51,
                54,
                75,
                79,
                80,
                81,
                84,
                104,
                110,
                116,
                118,
                122,
            ),
        ),
        ("server", (124, 125, 126, 139, 141, 148, 154, 160, 169, 171, 185, 193, 196, 203, 207, 215, 220)),
        ("server", (223, 227, 249, 264, 269, 270, 281, 297, 476, 1355, 5010)),
    ],
)
def test_copies_and_restored_backups_lose_nothing(accidents, seeds):
    for seed in seeds:
        run(seed, 400, accidents=accidents)
