#!/usr/bin/env bash
# The nightly quantities of sync: ten thousand random kills, thirty desktops on one server for eight hours.
set -eu
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
export QT_QPA_PLATFORM=offscreen
export SOAK_KILLS="${SOAK_KILLS:-10000}" SOAK_DEVICES="${SOAK_DEVICES:-30}" SOAK_MINUTES="${SOAK_MINUTES:-480}"
exec .venv/bin/python -m pytest -s -m soak tests/faults/test_sync_soak.py
