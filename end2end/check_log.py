"""Checks a log over HTTP with nothing but Python's standard library, from the published specifications.

    python3 check_log.py http://127.0.0.1:3000/log

Reads the checkpoint and every entry bundle; computes each leaf, the root, the SHA3-256 chain; compares every tile that is
served with its own; checks one entry's inclusion proof. Prints what was checked. Exit code 1 where anything differs.
Signatures are not checked here: the standard library has no Ed25519.
"""

import base64
import hashlib
import re
import sys
import urllib.error
import urllib.request

WIDTH = 256


def get(url):
    with urllib.request.urlopen(url, timeout=30) as answer:
        return answer.read()


def leaf(entry):
    return hashlib.sha256(b"\x00" + entry).digest()


def node(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of(hashes):
    """RFC 6962: split at the largest power of two below the size."""
    if not hashes:
        return hashlib.sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    split = 1 << ((len(hashes) - 1).bit_length() - 1)
    return node(root_of(hashes[:split]), root_of(hashes[split:]))


def name_of(index):
    groups = ["%03d" % (index % 1000)]
    while index >= 1000:
        index //= 1000
        groups.insert(0, "x%03d" % (index % 1000))
    return "/".join(groups)


def suffix(width):
    return "" if width == WIDTH else ".p/%d" % width


def entries_of(log, size):
    for first in range(0, size, WIDTH):
        width = min(WIDTH, size - first)
        bundle = get("%s/tile/entries/%s%s" % (log, name_of(first // WIDTH), suffix(width)))
        at = 0
        for _ in range(width):
            length = int.from_bytes(bundle[at : at + 2], "big")
            yield bundle[at + 2 : at + 2 + length]
            at += 2 + length
        if at != len(bundle):
            sys.exit("an entry bundle has something over")


def check_tiles(log, hashes):
    level, count = 0, 0
    while hashes:
        above = []
        for first in range(0, len(hashes), WIDTH):
            part = hashes[first : first + WIDTH]
            served = get("%s/tile/%d/%s%s" % (log, level, name_of(first // WIDTH), suffix(len(part))))
            if served != b"".join(part):
                sys.exit("tile %d of level %d is not of this tree" % (first // WIDTH, level))
            count += 1
            if len(part) == WIDTH:
                above.append(root_of(part))
        hashes, level = above, level + 1
    return count


def check_inclusion(site, index, entry, size, root):
    lines = get("%s/entries/%d.tlog-proof" % (site, index)).decode().split("\n")
    if lines[:2] != ["c2sp.org/tlog-proof@v1", "index %d" % index]:
        sys.exit("the proof of entry %d begins otherwise" % index)
    path = [base64.b64decode(line) for line in lines[2 : lines.index("")]]
    proved = int(lines[lines.index("") + 2])
    if proved != size:
        return "the log has grown to %d entries meanwhile; its proof was left unchecked" % proved
    # RFC 9162, 2.1.3.2
    at, last, hash_ = index, size - 1, leaf(entry)
    for beside in path:
        if at % 2 or at == last:
            hash_ = node(beside, hash_)
            while at and at % 2 == 0:
                at, last = at // 2, last // 2
        else:
            hash_ = node(hash_, beside)
        at, last = at // 2, last // 2
    if last or hash_ != root:
        sys.exit("the proof of entry %d does not lead to the root" % index)
    return "entry %d is in it, by its proof" % index


def main():
    log = sys.argv[1].rstrip("/")
    text = get(log + "/checkpoint").decode().split("\n\n")[0]
    origin, size, root = text.split("\n")
    size, root = int(size), base64.b64decode(root)
    hashes, before, some = [], "0" * 64, None
    for index, entry in enumerate(entries_of(log, size)):
        end = re.search(rb',"prev":"([0-9a-f]{64})","seq":(\d+)}$', entry)
        if not end or int(end.group(2)) != index:
            sys.exit("entry %d is not in its place" % index)
        if end.group(1).decode() != before:
            sys.exit("entry %d does not link to the one before" % index)
        before = hashlib.sha3_256(entry).hexdigest()
        hashes.append(leaf(entry))
        if index == size // 2:
            some = entry
    if root_of(hashes) != root:
        sys.exit("the entries do not give the root that was signed")
    tiles = check_tiles(log, hashes)
    said = check_inclusion(log.rsplit("/", 1)[0], size // 2, some, size, root) if size else "it is empty"
    print("%s: %d entries, chained; their root is the signed one; %d tiles are of its tree; %s" % (origin, size, tiles, said))


if __name__ == "__main__":
    try:
        main()
    except urllib.error.HTTPError as error:
        sys.exit("%s: %s" % (error.url, error))
