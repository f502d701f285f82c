#!/usr/bin/env bash
# What a night is for: every soak test and the laws of merging at length. All parts run, whatever fails before them.
# Quantities of the design unless told otherwise: ten million steps of the sync simulation, ten thousand random kills,
# thirty desktops on one server for eight hours, 100,000 examples of each law.
set -u
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1
export QT_QPA_PLATFORM=offscreen
export SOAK_KILLS="${SOAK_KILLS:-10000}" SOAK_DEVICES="${SOAK_DEVICES:-30}" SOAK_MINUTES="${SOAK_MINUTES:-480}"
export SOAK_EXAMPLES="${SOAK_EXAMPLES:-100000}"
failed=0
.venv/bin/python -m pytest --timeout 0 tests/sync/test_merge.py || failed=1
.venv/bin/python -m pytest -n "${JOBS:-2}" --timeout 0 -m soak tests/faults --ignore tests/faults/test_sync_soak.py || failed=1
# Alone, for it measures; its figures are printed.
.venv/bin/python -m pytest -s -m soak tests/faults/test_sync_soak.py || failed=1
exit "$failed"
