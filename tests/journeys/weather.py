"""Bad weather between a phone and the server: connections that are refused, cut in the middle, and counted."""

from __future__ import annotations

import random
import select
import socket
import struct
import threading

BLOCK = 32 * 1024
# What lies in the kernel's pockets when a connection is cut was never delivered; keep the pockets small.
POCKET = 64 * 1024


class Weather:
    """A relay on its own port. `cuts` connections end in the middle of a long body; `loss` of all never come about."""

    def __init__(self, to_port: int, *, seed: int = 0) -> None:
        self.to_port = to_port
        self.draw = random.Random(seed)
        self.loss = 0.0
        self.cuts_left = 0
        self.cut_every_bytes = 0
        self.sent_up = 0
        self.cuts = self.lost = 0
        self.guard = threading.Lock()
        self.listener = socket.socket()
        self.listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, POCKET)
        self.listener.bind(("127.0.0.1", 0))
        self.listener.listen(64)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        self.listener.close()

    def _serve(self) -> None:
        while True:
            try:
                phone, _address = self.listener.accept()
            except OSError:
                return
            if self.draw.random() < self.loss:
                self.lost += 1
                _reset(phone)
                continue
            threading.Thread(target=self._relay, args=(phone,), daemon=True).start()

    def _relay(self, phone: socket.socket) -> None:
        try:
            server = socket.create_connection(("127.0.0.1", self.to_port), timeout=5)
        except OSError:  # the server is down
            _reset(phone)
            return
        until_cut = self._until_cut()
        try:
            while True:
                for ready in select.select([phone, server], [], [], 120)[0]:
                    block = ready.recv(BLOCK)
                    if not block:
                        return
                    if ready is server:
                        phone.sendall(block)
                        continue
                    with self.guard:
                        self.sent_up += len(block)
                    server.sendall(block)
                    until_cut -= len(block)
                    if until_cut <= 0 and self._cut():
                        _reset(phone)
                        return
        except OSError:
            return
        finally:
            phone.close()
            server.close()

    def _until_cut(self) -> float:
        return self.draw.randrange(self.cut_every_bytes) if self.cut_every_bytes else float("inf")

    def _cut(self) -> bool:
        with self.guard:
            if not self.cuts_left:
                return False
            self.cuts_left -= 1
            self.cuts += 1
            return True


def _reset(end: socket.socket) -> None:
    end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    end.close()
