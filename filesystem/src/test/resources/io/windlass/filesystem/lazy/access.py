"""Reads a file in the way that the first argument names, and writes its bytes to the standard output."""
import ctypes
import mmap
import os
import socket
import sys
import threading

way, path = sys.argv[1], sys.argv[2]
out = sys.stdout.buffer
size = os.stat(path).st_size


def read():
    with open(path, "rb") as f:
        out.write(f.read())


def readv():
    fd = os.open(path, os.O_RDONLY)
    at = 0
    while at < size:
        a, b = bytearray(70_000), bytearray(3)
        n = os.preadv(fd, [a, b], at)
        out.write((bytes(a) + bytes(b))[:n])
        at += n


def backwards():
    fd = os.open(path, os.O_RDONLY)
    pieces = []
    for at in reversed(range(0, size, 10_000)):
        pieces.append(os.pread(fd, 10_000, at))
    for piece in reversed(pieces):
        out.write(piece)


def nowait():
    fd = os.open(path, os.O_RDONLY)
    at = 0
    while at < size:
        a = bytearray(65536)
        try:
            n = os.preadv(fd, [a], at, os.RWF_NOWAIT)
        except BlockingIOError:
            n = os.preadv(fd, [a], at)
        out.write(a[:n])
        at += n


def mapped(flags, prot=mmap.PROT_READ):
    fd = os.open(path, os.O_RDONLY)
    with mmap.mmap(fd, size, flags=flags, prot=prot) as m:
        os.close(fd)
        out.write(m[:])


def part_mapped():
    fd = os.open(path, os.O_RDONLY)
    step = 16 * mmap.ALLOCATIONGRANULARITY
    for at in range(0, size, step):
        with mmap.mmap(fd, min(step, size - at), flags=mmap.MAP_SHARED, prot=mmap.PROT_READ, offset=at) as m:
            out.write(m[:])


def sendfile():
    left, right = socket.socketpair()
    fd = os.open(path, os.O_RDONLY)

    def send():
        at = 0
        while at < size:
            at += os.sendfile(left.fileno(), fd, at, size - at)
        left.close()

    thread = threading.Thread(target=send)
    thread.start()
    while data := right.recv(1 << 20):
        out.write(data)
    thread.join()


def splice():
    fd = os.open(path, os.O_RDONLY)
    r, w = os.pipe()
    at = 0
    while at < size:
        n = os.splice(fd, w, min(65536, size - at), offset_src=at)
        at += n
        out.write(os.read(r, n))


def copy_file_range():
    fd = os.open(path, os.O_RDONLY)
    to = os.open(path + ".copied", os.O_RDWR | os.O_CREAT)
    at = 0
    while at < size:
        at += os.copy_file_range(fd, to, size - at)
    os.close(fd)
    os.lseek(to, 0, 0)
    with os.fdopen(to, "rb") as f:
        out.write(f.read())


def holes():
    """Copies what is not a hole, as backup programs do, after looking at the blocks."""
    fd = os.open(path, os.O_RDONLY)
    whole = bytearray(size)
    at = 0
    while at < size:
        if os.fstat(fd).st_blocks * 512 >= size:
            start, end = at, size
        else:
            try:
                start = os.lseek(fd, at, os.SEEK_DATA)
            except OSError:
                break
            end = os.lseek(fd, start, os.SEEK_HOLE)
        while start < end:
            data = os.pread(fd, end - start, start)
            whole[start:start + len(data)] = data
            start += len(data)
        at = end
    out.write(whole)


def direct():
    fd = os.open(path, os.O_RDONLY | os.O_DIRECT)
    buffer = mmap.mmap(-1, 1 << 20)
    at = 0
    while at < size:
        n = os.preadv(fd, [buffer], at)
        out.write(buffer[:n])
        at += n


def inherited():
    """The child reads what the parent opened."""
    fd = os.open(path, os.O_RDONLY)
    out.flush()
    if os.fork() == 0:
        while data := os.read(fd, 100_000):
            os.write(1, data)
        os._exit(0)
    sys.exit(os.waitstatus_to_exitcode(os.wait()[1]))


def threads():
    """Many readers of one descriptor, each a part."""
    fd = os.open(path, os.O_RDONLY)
    parts = [None] * 16
    step = (size + 15) // 16

    def part(i):
        data, at, end = b"", i * step, min(size, (i + 1) * step)
        while at < end:
            piece = os.pread(fd, end - at, at)
            data += piece
            at += len(piece)
        parts[i] = data

    all_threads = [threading.Thread(target=part, args=(i,)) for i in range(16)]
    for thread in all_threads:
        thread.start()
    for thread in all_threads:
        thread.join()
    for data in parts:
        out.write(data)


def grown():
    """Maps a page, and makes the mapping larger, which the kernel tells nobody."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.mmap.restype = libc.mremap.restype = ctypes.c_void_p
    libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_long]
    libc.mremap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_size_t, ctypes.c_int]
    fd = os.open(path, os.O_RDONLY)
    at = libc.mmap(None, 4096, mmap.PROT_READ, mmap.MAP_SHARED, fd, 0)
    at = libc.mremap(at, 4096, size, 1)
    out.write(ctypes.string_at(at, size))


def rearranged():
    """Lets a mapping of the first pages show the pages behind them; the kernel wants it writable."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.mmap.restype = ctypes.c_void_p
    libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_long]
    libc.syscall.argtypes = [ctypes.c_long] + [ctypes.c_void_p, ctypes.c_size_t] + [ctypes.c_long] * 3
    fd = os.open(path, os.O_RDWR)
    half = size // 2 // 4096 * 4096
    at = libc.mmap(None, half, mmap.PROT_READ, mmap.MAP_SHARED, fd, 0)
    first = ctypes.string_at(at, half)
    if libc.syscall(216 if os.uname().machine == "x86_64" else 234, at, half, 0, half // 4096, 0):
        raise OSError(ctypes.get_errno(), "remap_file_pages")
    second = ctypes.string_at(at, half)
    out.write(first + second)
    with open(path, "rb") as f:
        f.seek(2 * half)
        out.write(f.read())


def blind():
    """Copies what is not a hole without a look at the blocks, as qemu-img does."""
    fd = os.open(path, os.O_RDONLY)
    at = 0
    while at < size:
        try:
            start = os.lseek(fd, at, os.SEEK_DATA)
        except OSError:
            break
        out.write(bytes(start - at))
        at = os.lseek(fd, start, os.SEEK_HOLE)
        while start < at:
            data = os.pread(fd, at - start, start)
            out.write(data)
            start += len(data)


def beyond():
    """Reads at the end and behind it first."""
    fd = os.open(path, os.O_RDONLY)
    assert os.pread(fd, 4096, size) == b"" and os.pread(fd, 10, size + 100_000) == b""
    assert len(os.pread(fd, 100_000, size - 3)) == 3
    read()


WAYS = {
    "mremap": grown,
    "remap-file-pages": rearranged,
    "blind": blind,
    "beyond": beyond,
    "read": read,
    "readv": readv,
    "backwards": backwards,
    "nowait": nowait,
    "map-shared": lambda: mapped(mmap.MAP_SHARED),
    "map-private": lambda: mapped(mmap.MAP_PRIVATE, mmap.PROT_READ | mmap.PROT_WRITE),
    "map-populate": lambda: mapped(mmap.MAP_SHARED | mmap.MAP_POPULATE),
    "map-parts": part_mapped,
    "sendfile": sendfile,
    "splice": splice,
    "copy-file-range": copy_file_range,
    "holes": holes,
    "direct": direct,
    "inherited": inherited,
    "threads": threads,
}
WAYS[way]()
