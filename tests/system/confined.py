"""A process under what a unit of systemd would put it under, as far as that can be had without a manager:
read-only folders (in a mount namespace), no new privileges, and the allowed system calls and address families
(by seccomp(2)). Run as a program, it becomes the command that it is given.
"""

import ctypes
import errno
import json
import os
import re
import struct
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

_LOAD, _EQUAL, _RETURN = 0x20, 0x15, 0x06  # BPF_LD|BPF_W|BPF_ABS, BPF_JMP|BPF_JEQ|BPF_K, BPF_RET|BPF_K
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000  # SECCOMP_RET_ALLOW, SECCOMP_RET_ERRNO
_NUMBER, _FIRST_ARGUMENT = 0, 16  # where they are in struct seccomp_data
_NO_NEW_PRIVS, _SECCOMP, _FILTER = 38, 22, 2  # of prctl(2)
_FAMILIES = {"AF_UNIX": 1, "AF_INET": 2, "AF_INET6": 10, "AF_NETLINK": 16}


def values(unit: str, key: str) -> list[str]:
    """All values of a key of a unit."""
    return re.findall(rf"^{key}=(.*)$", unit, re.MULTILINE)


def allowed_calls(unit: str) -> set[str]:
    """The names of the system calls that `SystemCallFilter=` allows."""
    found: set[str] = set()
    for value in values(unit, "SystemCallFilter"):
        names = {name for word in value.removeprefix("~").split() for name in _expanded(word)}
        found = found - names if value.startswith("~") else found | names
    return found


def _expanded(name: str) -> Iterator[str]:
    if not name.startswith("@"):
        yield name
        return
    told = subprocess.run(
        ["systemd-analyze", "syscall-filter", name], capture_output=True, text=True, check=True
    ).stdout
    for line in told.splitlines():
        if line.startswith("    ") and not line.strip().startswith("#"):
            yield from _expanded(line.strip())


def _numbers() -> dict[str, int]:
    told = subprocess.run(
        ["gcc", "-E", "-dM", "-include", "sys/syscall.h", "-x", "c", "/dev/null"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    found = re.findall(r"#define __NR_(\w+) (\d+)$", told, re.MULTILINE)
    return {name: int(number) for name, number in found}


def confined(unit: str, writable: Sequence[Path], command: Sequence[str]) -> list[str]:
    """The command, as it would be run by the unit; only `writable` can be written, and a /tmp of its own."""
    numbers = _numbers()
    calls = sorted(numbers[name] for name in allowed_calls(unit) if name in numbers)
    (names,) = values(unit, "RestrictAddressFamilies")
    families = [_FAMILIES[name] for name in names.split()]
    told = json.dumps([calls, families, numbers["socket"], [str(path) for path in writable]])
    unshare = ["unshare", "--mount", *([] if os.geteuid() == 0 else ["--map-root-user"])]
    return [*unshare, sys.executable, "-P", __file__, told, *command]


def _mount(*words: str) -> None:
    subprocess.run(["mount", *words], check=True)


def _confine(calls: Sequence[int], families: Sequence[int], socket: int, writable: Sequence[str]) -> None:
    _mount("--make-rprivate", "/")
    for path in writable:
        _mount("--bind", path, path)
    # The folders above stay as they are mounted: read-only from the root on, but for what was bound.
    _mount("-o", "remount,bind,ro", "/")
    libc = ctypes.CDLL(None, use_errno=True)
    code = [(_LOAD, 0, 0, _NUMBER), (_EQUAL, 0, 2 + 2 * len(families) + 1, socket)]
    code += [(_LOAD, 0, 0, _FIRST_ARGUMENT)]
    for family in families:
        code += [(_EQUAL, 0, 1, family), (_RETURN, 0, 0, _ALLOW)]
    code += [(_RETURN, 0, 0, _REFUSE | errno.EAFNOSUPPORT), (_LOAD, 0, 0, _NUMBER)]
    for number in calls:
        code += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, _ALLOW)]
    code += [(_RETURN, 0, 0, _REFUSE | errno.EPERM)]
    packed = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *line) for line in code))
    program = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(code), ctypes.addressof(packed)))
    for words in ((_NO_NEW_PRIVS, 1, 0), (_SECCOMP, _FILTER, ctypes.addressof(program))):
        if libc.prctl(*map(ctypes.c_ulong, words), ctypes.c_ulong(0), ctypes.c_ulong(0)) != 0:
            raise OSError(ctypes.get_errno(), "prctl")


if __name__ == "__main__":
    _confine(*json.loads(sys.argv[1]))
    os.execvp(sys.argv[2], sys.argv[2:])  # noqa: S606 - no shell
