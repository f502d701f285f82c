"""A worker module for tests of the worker process itself."""

import os
import sys
import time

from desktop.runtime.worker_serving import serve
from shared.errors import AppError


def echo(payload, context):
    for number in range(payload.get("events", 0)):
        context.emit(number)
    return payload


def until_cancelled(payload, context):
    context.emit("started")
    while True:
        context.check()
        time.sleep(0.005)


def stubborn(payload, context):
    context.emit("started")
    time.sleep(60)


def known_failure(payload, context):
    raise AppError("storage.disk_full", folder="x", detail="from the child")


def bug(payload, context):
    return 1 / 0


def die(payload, context):
    sys.stderr.write("last words")
    sys.stderr.flush()
    os._exit(3)


def chatty(payload, context):
    sys.stdout.write("a library prints to standard output")
    sys.stdout.flush()
    os.write(1, b"and so does a native one\n")
    return "clean"


def nice(payload, context):
    return os.nice(0)


if __name__ == "__main__":
    serve(
        {
            "echo": echo,
            "until_cancelled": until_cancelled,
            "stubborn": stubborn,
            "known_failure": known_failure,
            "bug": bug,
            "die": die,
            "chatty": chatty,
            "nice": nice,
        }
    )
