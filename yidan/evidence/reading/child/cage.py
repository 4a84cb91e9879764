"""The cage: limits on memory, no files written, and a filter that leaves only what decoding needs of the kernel.

The filter (seccomp) answers "not permitted" to opening a file, a socket or a program; whatever a hostile picture makes
a decoder do, it can use what it was handed and nothing else. Where the machine's kind is unknown, the limits remain.
"""

import ctypes
import os
import resource
import struct

# name: (x86-64, the numbers that aarch64, loongarch64 and riscv64 share)
_ALLOWED = {
    "read": (0, 63), "write": (1, 64), "close": (3, 57), "fstat": (5, 80), "lseek": (8, 62), "mmap": (9, 222),
    "mprotect": (10, 226), "munmap": (11, 215), "brk": (12, 214), "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135), "rt_sigreturn": (15, 139), "pread64": (17, 67), "readv": (19, 65),
    "writev": (20, 66), "sched_yield": (24, 124), "mremap": (25, 216), "madvise": (28, 233), "nanosleep": (35, 101),
    "getpid": (39, 172), "sendto": (44, 206), "recvfrom": (45, 207), "sendmsg": (46, 211), "recvmsg": (47, 212),
    "exit": (60, 93), "getrusage": (98, 165), "getrlimit": (97, 163), "sigaltstack": (131, 132),
    "setrlimit": (160, 164), "gettid": (186, 178), "futex": (202, 98), "sched_getaffinity": (204, 123),
    "clock_gettime": (228, 113), "clock_nanosleep": (230, 115), "exit_group": (231, 94), "tgkill": (234, 131),
    "set_robust_list": (273, 99), "prlimit64": (302, 261), "getrandom": (318, 278), "rseq": (334, 293),
    "getcwd": (79, 17), "poll": (7, None), "ppoll": (271, 73), "gettimeofday": (96, 169), "restart_syscall": (219, 128),
}  # fmt: skip
_CLONE = (56, 220)
_CLONE3 = (435, 435)
_MACHINES = {
    "x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1), "loongarch64": (0xC0000102, 1), "riscv64": (0xC00000F3, 1)
}  # fmt: skip
_CLONE_THREAD = 0x10000
_EPERM, _ENOSYS = 1, 38
_ALLOW, _ERRNO, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_LOAD, _EQUAL, _ANY_BIT, _RETURN = 0x20, 0x15, 0x45, 0x06
_X32 = 0x40000000


def close(megabytes: int) -> bool:
    """Limit memory, cores and written files of this process, then close the filter; whether it closed."""
    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    return filtered(os.uname().machine)


def filtered(machine: str) -> bool:
    """Hand the kernel the filter; False where it or the machine does not know such a thing."""
    if machine not in _MACHINES:
        return False
    architecture, column = _MACHINES[machine]
    code = program(architecture, column)
    library = ctypes.CDLL(None, use_errno=True)
    buffer = ctypes.create_string_buffer(code, len(code))

    class Program(ctypes.Structure):
        _fields_ = [("count", ctypes.c_ushort), ("code", ctypes.c_void_p)]

    handed = Program(len(code) // 8, ctypes.cast(buffer, ctypes.c_void_p).value)
    no_new_privileges, set_seccomp, mode_filter = 38, 22, 2
    if library.prctl(no_new_privileges, 1, 0, 0, 0):
        return False
    return library.prctl(set_seccomp, mode_filter, ctypes.byref(handed), 0, 0) == 0


def program(architecture: int, column: int) -> bytes:
    """The filter in the kernel's words (classic BPF): kill a foreign machine's calls, allow the list, refuse others."""

    def word(code: int, value: int, yes: int = 0, no: int = 0) -> bytes:
        return struct.pack("HBBI", code, yes, no, value)

    out = [
        word(_LOAD, 4),
        word(_EQUAL, architecture, 1, 0),
        word(_RETURN, _KILL),
        word(_LOAD, 0),
        word(_EQUAL, _CLONE3[column], 0, 1),
        word(_RETURN, _ERRNO | _ENOSYS),  # then the C library falls back on clone, whose flags can be looked at
        word(_EQUAL, _CLONE[column], 0, 4),
        word(_LOAD, 16),
        word(_ANY_BIT, _CLONE_THREAD, 0, 1),
        word(_RETURN, _ALLOW),
        word(_RETURN, _ERRNO | _EPERM),
    ]
    for numbers in _ALLOWED.values():
        if numbers[column] is not None:
            out += [word(_EQUAL, numbers[column], 0, 1), word(_RETURN, _ALLOW)]
    return b"".join([*out, word(_RETURN, _ERRNO | _EPERM)])
