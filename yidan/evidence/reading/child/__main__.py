"""The reading child: open files come in over a socket, what they say goes back (issue 3 "Evidence").

It is started as a directory (`python -I child`), imports nothing of Django nor of the rest of Yidan, and is caged
before the first file arrives. Each request is one line of JSON with an open file beside it; each answer one line of
JSON, followed by the previews' bytes. The parent ends and replaces it whenever it is slow, dies, or has read enough.
"""

import json
import os
import resource
import socket
import sys
from typing import BinaryIO

import cage
import movies
import pictures
from unreadable import Unreadable

LINE_LIMIT = 65_536


def answer(request: dict, file: BinaryIO) -> tuple[dict, list[bytes]]:
    """What the file says, and its previews; a reason instead where it cannot be read."""
    try:
        read = movies.read if request["kind"] == "video" else pictures.read
        return read(file, request)
    except Unreadable as reason:
        return {"reason": str(reason)}, []
    except MemoryError:
        return {"reason": "too_big"}, []
    except RecursionError:
        return {"reason": "broken"}, []


def grant(seconds: int) -> None:
    """So much CPU time for the next file: the limit counts for the whole process, so it moves along."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + seconds + 1
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (min(soft, hard), hard))


def main() -> None:
    """Limits, then file after file until the other side hangs up."""
    megabytes, seconds = int(sys.argv[1]), int(sys.argv[2])
    line = socket.socket(fileno=0)
    pictures.prepare()
    os.nice(10)
    caged = cage.close(megabytes)
    line.sendall(json.dumps({"caged": caged}).encode() + b"\n")
    while True:
        data, descriptors, _flags, _address = socket.recv_fds(line, LINE_LIMIT, 1)
        if not data:
            return
        grant(seconds)
        with os.fdopen(descriptors[0], "rb") as file:
            found, previews = answer(json.loads(data), file)
        found["previews"] = [len(preview) for preview in previews]
        line.sendall(json.dumps(found).encode() + b"\n" + b"".join(previews))


main()
