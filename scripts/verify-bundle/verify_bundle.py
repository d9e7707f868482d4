#!/usr/bin/env python3
"""Checks a VamCo bundle offline, independently of the program that made it.

Needs Python 3.9 and OpenSSL 3.0 or newer (its library where Python finds it, else the command), nothing else. It was written from the description in
README.md beside it and shares no code with `vamco verify`; the two must agree on every bundle.

    verify_bundle.py BUNDLE.zip [--key PUBLIC.pem ...]      one bundle, in plain words; exit 0 or 1
    verify_bundle.py --list NAMES.txt [--key ...]           many, one JSON line each
"""

import argparse
import base64
import ctypes
import ctypes.util
import hashlib
import json
import math
import os
import re
import struct
import subprocess
import sys
import tempfile
import zlib

MAX_BYTES = 128 * 1024 * 1024
MAX_FILES = 80
MAX_NAME = 80
MAX_DOCUMENT = 256 * 1024
MAX_DEPTH = 24
PIECE = 1024 * 1024


class Bad(Exception):
    """A check that failed: its name, the place, and what is wrong there."""

    def __init__(self, check, where, text):
        super().__init__(f"{check}: {where} {text}")
        self.check, self.where, self.text = check, where, text


# ---------------------------------------------------------------- the zip


def local_header(name, size, crc):
    return struct.pack("<IHHHHHIIIHH", 0x04034B50, 20, 0x800, 0, 0, 0x21, crc, size, size, len(name), 0) + name


def central_header(name, size, crc, offset):
    return (
        struct.pack(
            "<IHHHHHHIIIHHHHHII",
            *(0x02014B50, (3 << 8) | 20, 20, 0x800, 0, 0, 0x21, crc, size, size),
            *(len(name), 0, 0, 0, 0, (0o100644 << 16) & 0xFFFFFFFF, offset),
        )
        + name
    )


class ZipBundle:
    """The files of a zip that has exactly one reading: stored, sorted, nothing before, between or behind."""

    def __init__(self, path):
        self.file = open(path, "rb")
        self.entries = {}
        size = os.fstat(self.file.fileno()).st_size
        if size > MAX_BYTES:
            raise Bad("container", path, "is larger than any bundle")
        offset, central, last = 0, b"", ""
        while True:
            head = self._at(offset, 30)
            if len(head) < 30 or head[:4] != b"PK\x03\x04":
                break
            count, length = struct.unpack_from("<IH", head, 22)
            begins = offset + 30 + length
            if length > MAX_NAME or begins + count > size:
                raise Bad("container", path, f"is cut off or damaged at byte {offset}")
            name = self._at(offset + 30, length)
            crc = 0
            for part in self._parts(begins, count):
                crc = zlib.crc32(part, crc)
            if local_header(name, count, crc) != head + name:
                raise Bad("container", path, f"has a header at byte {offset} that VamCo does not write")
            try:
                text = name.decode("utf-8")
            except UnicodeDecodeError:
                raise Bad("container", path, f"has a name at byte {offset} that is not UTF-8")
            if text <= last:
                raise Bad("container", path, f"has a file out of order or twice at byte {offset}")
            last = text
            if len(self.entries) >= MAX_FILES:
                raise Bad("container", path, "has too many files")
            self.entries[text] = (begins, count)
            central += central_header(name, count, crc, offset)
            offset = begins + count
        if not self.entries:
            raise Bad("container", path, "does not begin like a bundle")
        number = len(self.entries)
        end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, number, number, len(central), offset, 0)
        if self._at(offset, size - offset) != central + end:
            raise Bad("container", path, f"is cut off, damaged or packed by another program (byte {offset})")

    def _at(self, offset, length):
        self.file.seek(offset)
        return self.file.read(length)

    def _parts(self, offset, length):
        for done in range(0, length, PIECE):
            yield self._at(offset + done, min(PIECE, length - done))

    def names(self):
        return list(self.entries)

    def size(self, name):
        return self.entries[name][1]

    def read(self, name):
        return self._at(*self.entries[name])

    def sha256(self, name):
        digest = hashlib.sha256()
        for part in self._parts(*self.entries[name]):
            digest.update(part)
        return digest.hexdigest()

    def close(self):
        self.file.close()


class FolderBundle:
    """The files of a bundle that somebody unpacked."""

    def __init__(self, path):
        self.path, self.sizes = path, {}
        for prefix in ("", "files/", "keys/"):
            folder = os.path.join(path, prefix)
            if not os.path.isdir(folder):
                continue
            for name in sorted(os.listdir(folder)):
                full = os.path.join(folder, name)
                if os.path.islink(full) or not (os.path.isfile(full) or (prefix == "" and os.path.isdir(full))):
                    raise Bad("container", prefix + name, "is neither a file nor a folder of a bundle")
                if os.path.isfile(full):
                    self.sizes[prefix + name] = os.path.getsize(full)
                elif name not in ("files", "keys"):
                    raise Bad("container", name, "is no folder of a bundle")
        if len(self.sizes) > MAX_FILES or sum(self.sizes.values()) > MAX_BYTES:
            raise Bad("container", path, "is larger than any bundle")

    def names(self):
        return sorted(self.sizes)

    def size(self, name):
        return self.sizes[name]

    def read(self, name):
        with open(os.path.join(self.path, name), "rb") as file:
            return file.read()

    def sha256(self, name):
        return hashlib.sha256(self.read(name)).hexdigest()

    def close(self):
        pass


# ---------------------------------------------------------------- canonical JSON (RFC 8785)


def number_text(value):
    """A number as ECMAScript writes it."""
    if isinstance(value, int):
        return str(value)
    if not math.isfinite(value):
        raise ValueError("not a JSON number")
    if value == 0:
        return "0"
    sign = "-" if value < 0 else ""
    mantissa, _, exponent = f"{abs(value)!r}".partition("e")
    whole, _, part = mantissa.partition(".")
    part = "" if part == "0" and not exponent else part
    digits = (whole + part).lstrip("0")
    point = len(whole) + int(exponent or 0) - (len(whole + part) - len((whole + part).lstrip("0")))
    digits = digits.rstrip("0")
    if len(digits) <= point <= 21:
        text = digits + "0" * (point - len(digits))
    elif 0 < point <= 21:
        text = digits[:point] + "." + digits[point:]
    elif -6 < point <= 0:
        text = "0." + "0" * -point + digits
    else:
        power = point - 1
        text = digits[0] + ("." + digits[1:] if len(digits) > 1 else "") + f"e{'+' if power > 0 else '-'}{abs(power)}"
    return sign + text


def canonical(value):
    if isinstance(value, bool) or value is None:
        return json.dumps(value)
    if isinstance(value, (int, float)):
        return number_text(value)
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    members = sorted(value.items(), key=lambda member: member[0].encode("utf-16-be", "surrogatepass"))
    return "{" + ",".join(f"{json.dumps(key, ensure_ascii=False)}:{canonical(item)}" for key, item in members) + "}"


def depth_of(text):
    depth = deepest = 0
    for sign in re.sub(r'"(?:[^"\\]|\\.)*"', "", text, flags=re.S):
        if sign in "{[":
            depth += 1
            deepest = max(deepest, depth)
        elif sign in "}]":
            depth -= 1
    return deepest


def document(bundle, name):
    if name not in bundle.names() or bundle.size(name) > MAX_DOCUMENT:
        raise Bad("documents", name, "is missing or too large")
    try:
        text = bundle.read(name).decode("utf-8")
        if depth_of(text) > MAX_DEPTH:
            raise Bad("documents", name, "is nested too deeply")
        value = json.loads(text)
        if not isinstance(value, dict) or canonical(value) != text:
            raise Bad("documents", name, "is not in canonical form")
        return value
    except (ValueError, RecursionError):
        raise Bad("documents", name, "is not JSON")


# ---------------------------------------------------------------- signatures


def b64(text):
    raw = base64.b64decode(text, validate=True)
    if base64.b64encode(raw).decode() != text:
        raise ValueError("not the one spelling of these bytes")
    return raw


def load_library():
    """OpenSSL's libcrypto, or None where it is not found or too old."""
    try:
        library = ctypes.CDLL(ctypes.util.find_library("crypto") or "")
        for name in ("EVP_PKEY_new_raw_public_key", "EVP_MD_CTX_new"):
            getattr(library, name).restype = ctypes.c_void_p
        return library
    except (OSError, AttributeError):
        return None


def ask_library(library, key, message, signature):
    pointer, size = ctypes.c_void_p, ctypes.c_size_t
    pkey = pointer(library.EVP_PKEY_new_raw_public_key(1087, None, key, size(len(key))))
    context = pointer(library.EVP_MD_CTX_new())
    try:
        if not pkey.value or library.EVP_DigestVerifyInit(context, None, None, None, pkey) != 1:
            return False
        return library.EVP_DigestVerify(context, signature, size(len(signature)), message, size(len(message))) == 1
    finally:
        library.EVP_MD_CTX_free(context)
        library.EVP_PKEY_free(pkey)


class Key:
    """An Ed25519 public key; signatures are checked by OpenSSL."""

    library = load_library()

    PREFIX = bytes.fromhex("302a300506032b6570032100")

    def __init__(self, pem, check, where):
        lines = pem.decode("ascii", "replace").splitlines()
        body = "".join(lines[1:-1])
        try:
            self.der = b64(body)
        except ValueError:
            self.der = b""
        expected = f"-----BEGIN PUBLIC KEY-----\n{body}\n-----END PUBLIC KEY-----\n".encode()
        if pem != expected or len(self.der) != 44 or not self.der.startswith(self.PREFIX):
            raise Bad(check, where, "is not an Ed25519 key")
        self.pem, self.fingerprint = pem, hashlib.sha256(self.der).hexdigest()

    seen = {}

    def signed(self, domain, value, signature):
        try:
            raw = b64(signature)
        except (ValueError, TypeError):
            return False
        unsigned = {key: item for key, item in value.items() if key != "sig"}
        digest = hashlib.sha256(f"{domain}\n{canonical(unsigned)}".encode()).digest()
        question = (self.fingerprint, digest, raw)
        if question not in self.seen:
            self.seen[question] = self._ask(digest, raw)
        return self.seen[question]

    def _ask(self, digest, signature):
        if self.library:
            return ask_library(self.library, self.der[-32:], digest, signature)
        with tempfile.TemporaryDirectory() as folder:
            names = [os.path.join(folder, name) for name in ("key", "digest", "signature")]
            for name, content in zip(names, (self.pem, digest, signature)):
                with open(name, "wb") as file:
                    file.write(content)
            command = ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", names[0], "-rawin"]
            command += ["-in", names[1], "-sigfile", names[2]]
            return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0


def hash_of(domain, value):
    unsigned = {key: item for key, item in value.items() if key != "sig"}
    return hashlib.sha256(f"{domain}\n{canonical(unsigned)}".encode()).hexdigest()


# ---------------------------------------------------------------- the checks


def verify(path, trusted):
    """Raises Bad at the first check that fails; gives what could not be checked otherwise."""
    bundle = FolderBundle(path) if os.path.isdir(path) else ZipBundle(path)
    try:
        return check_bundle(bundle, trusted)
    except (KeyError, TypeError, AttributeError) as error:
        raise Bad("documents", "", f"lack something: {error!r}")
    finally:
        bundle.close()


def check_bundle(bundle, trusted):
    notes = []
    names = bundle.names()
    index, manifest, chain = (document(bundle, f"{name}.json") for name in ("bundle", "manifest", "chain"))
    record = document(bundle, "record.json") if "record.json" in names else None
    clip = document(bundle, "clip.json") if "clip.json" in names else None
    wanted = [(index, "evidence.bundle.v1"), (manifest, "evidence.manifest.v1")]
    for value, schema in wanted + ([(clip, "evidence.clip.v1")] if clip else []):
        if value["schema"] != schema:
            raise Bad("documents", "schema", f"is not {schema}")
    keys = {}
    for who in ("box", "exporter"):
        name = f"keys/{who}.pub.pem"
        if name not in names or bundle.size(name) > 1024:
            raise Bad("box-key", name, "is missing")
        keys[who] = Key(bundle.read(name), "box-key", name)
    box, exporter = keys["box"], keys["exporter"]
    if index["boxKey"] != box.fingerprint:
        raise Bad("box-key", "keys/box.pub.pem", "is of another box")
    if index["by"] == "box" and exporter.fingerprint != box.fingerprint:
        raise Bad("box-key", "keys/exporter.pub.pem", "is not the box's")

    check_listed(bundle, index)
    if index["manifest"] != bundle.sha256("manifest.json"):
        raise Bad("index", "bundle.json manifest", "names another manifest")
    if not exporter.signed("vamco.bundle.v1", index, index["sig"]):
        raise Bad("index", "bundle.json", "is not signed by who made the bundle")

    seal, body = manifest["seal"], manifest["body"]
    if hashlib.sha256(canonical(body).encode()).hexdigest() != seal["body"]:
        raise Bad("seal", "manifest.json body", "was changed since it was sealed")
    if not box.signed("vamco.seal.v1", seal, seal["sig"]):
        raise Bad("seal", "manifest.json seal", "is not signed by the box")
    film = [clip["body"]["clip"]["file"]] if clip and "file" in clip["body"]["clip"] else []
    notes += check_sealed(bundle, body["files"] + film, index["withheld"])
    notes += check_chain(chain, seal, box, exporter)
    notes += check_clip(clip, manifest, index["manifest"], chain, box)
    if record is None:
        notes.append("the bundle comes from the box itself: it holds no record of the centre")
    else:
        check_record(record, seal, body, index["manifest"], box)

    known = {key.fingerprint for key in trusted}
    if not known:
        notes.append(f"whose keys these are: compare {exporter.fingerprint} with the dossier, or give --key")
    elif exporter.fingerprint not in known:
        raise Bad("trust", "keys/exporter.pub.pem", "is not a key that you trust")
    return notes


def check_listed(bundle, index):
    listed = {file["path"]: file for file in index["files"]}
    if len(listed) != len(index["files"]):
        raise Bad("files", "bundle.json", "lists a file twice")
    for name in bundle.names():
        if name != "bundle.json" and name not in listed:
            raise Bad("files", name, "is not in the list: it was added")
    for name, file in listed.items():
        if name not in bundle.names():
            raise Bad("files", name, "is missing")
        if bundle.size(name) != file["bytes"] or bundle.sha256(name) != file["sha256"]:
            raise Bad("files", name, "is not the file that was put into the bundle")


def check_sealed(bundle, files, withheld):
    reasons = {item["path"]: item["why"] for item in withheld}
    sealed = {file["path"]: file for file in files}
    if len(sealed) != len(files):
        raise Bad("sealed-files", "manifest.json", "seals one path twice")
    for name, file in sealed.items():
        if name not in bundle.names():
            if name not in reasons:
                raise Bad("sealed-files", name, "was sealed by the box and is missing")
        elif bundle.size(name) != file["bytes"] or bundle.sha256(name) != file["sha256"]:
            raise Bad("sealed-files", name, "is not the file that the box sealed")
    for name in bundle.names():
        if name.startswith("files/") and name not in sealed:
            raise Bad("sealed-files", name, "was never sealed by the box")
    return [f"{name} is not in this bundle: {why}" for name, why in reasons.items()]


def check_chain(chain, own, box, exporter):
    before = None
    for number, seal in enumerate(chain["seals"]):
        where = f"chain.json seals/{number}"
        if seal["box"] != own["box"] or seal["epoch"] != own["epoch"]:
            raise Bad("chain", where, "is of another box or epoch")
        if before and (seal["seq"] != before["seq"] + 1 or seal["prev"] != hash_of("vamco.seal.v1", before)):
            raise Bad("chain", where, "does not continue the seal before it")
        if seal["seq"] == 1 and seal["prev"] != "":
            raise Bad("chain", where, "is the first and must continue nothing")
        if not box.signed("vamco.seal.v1", seal, seal["sig"]):
            raise Bad("chain", where, "is not signed by the box")
        before = seal
    places = [number for number, seal in enumerate(chain["seals"]) if seal == own]
    if len(places) != 1:
        raise Bad("chain", "chain.json", "does not hold the seal of this case")
    point = chain["checkpoint"]
    if not exporter.signed("vamco.checkpoint.v1", point, point["sig"]):
        raise Bad("checkpoint", "chain.json checkpoint", "is forged")
    last = {"box": before["box"], "epoch": before["epoch"], "seq": before["seq"]}
    if any(point[key] != item for key, item in last.items()) or point["head"] != hash_of("vamco.seal.v1", before):
        raise Bad("checkpoint", "chain.json checkpoint", "is not where the chain ends")
    alone = places[0] == 0 and own["seq"] > 1
    return ["the seal before it was not there when the bundle was made"] if alone else []


def check_clip(clip, manifest, manifest_hash, chain, box):
    own, body = manifest["seal"], manifest["body"]
    promise = body.get("clip")
    if clip is None:
        return ["the seal of the clip was not there when the bundle was made"] if promise and "none" not in promise else []
    seal, told = clip["seal"], clip["body"]
    if hashlib.sha256(canonical(told).encode()).hexdigest() != seal["body"]:
        raise Bad("clip", "clip.json body", "was changed since it was sealed")
    if not box.signed("vamco.seal.v1", seal, seal["sig"]):
        raise Bad("clip", "clip.json seal", "is not signed by the box")
    pairs = {
        "seal/box": (seal["box"], own["box"]),
        "body/case": (told["case"], manifest_hash),
        "body/camera": (told["camera"], body["camera"]["id"]),
        "body/act": (told["act"], body["time"]["utc"]),
        "body/asked": (told["asked"], promise),
    }
    for field, (one, other) in pairs.items():
        if one != other:
            raise Bad("clip", f"clip.json {field}", "does not agree with the manifest")
    shown = [one for one in chain["seals"] if (one["epoch"], one["seq"]) == (seal["epoch"], seal["seq"])]
    if any(hash_of("vamco.seal.v1", one) != hash_of("vamco.seal.v1", seal) for one in shown):
        raise Bad("clip", "clip.json seal", "is not the seal of that number in the chain")
    return [] if shown else ["the seal of the clip is not in the chain that is shown"]


def check_record(record, seal, body, manifest, box):
    if not box.signed("vamco.event.v1", record, record["sig"]):
        raise Bad("record", "record.json", "is not signed by the box")
    data = record["data"]
    pairs = {
        "box": (record["box"], seal["box"]),
        "data/manifest": (data["manifest"], manifest),
        "data/camera": (data["camera"], body["camera"]["id"]),
        "data/track/run": (data["track"]["run"], body["track"]["run"]),
        "data/track/id": (data["track"]["id"], body["track"]["id"]),
        "data/rule/id": (data["rule"]["id"], body["act"]["rule"]),
        "time/utc": (record["time"]["utc"], body["time"]["utc"]),
    }
    for field, (one, other) in pairs.items():
        if one != other:
            raise Bad("record", f"record.json {field}", "does not agree with the manifest")


def main():
    parser = argparse.ArgumentParser(description="check a VamCo bundle offline")
    parser.add_argument("bundle", nargs="?", help="zip file, or the folder it was unpacked to")
    parser.add_argument("--key", nargs="+", default=[], help="public keys (PEM) that you know to be right")
    parser.add_argument("--list", help="file with one bundle a line; one JSON line each")
    parser.add_argument("--command", action="store_true", help="ask the command openssl, not its library")
    args = parser.parse_args()
    if args.command:
        Key.library = None
    try:
        trusted = [Key(open(name, "rb").read(), "trust", name) for name in args.key]
    except (OSError, Bad) as error:
        sys.exit(f"verify_bundle: {error}")
    if args.list:
        for path in open(args.list, encoding="utf-8").read().splitlines():
            try:
                verify(path, trusted)
                print(json.dumps({"ok": True}), flush=True)
            except (Bad, OSError) as error:
                print(json.dumps({"ok": False, "check": getattr(error, "check", "container"), "text": str(error)}))
        return
    if not args.bundle:
        parser.error("which bundle?")
    try:
        for note in verify(args.bundle, trusted):
            print(f"not checked: {note}")
    except Bad as error:
        print(f"FAILED {error}\n{args.bundle}: NOT INTACT")
        sys.exit(1)
    except OSError as error:
        sys.exit(f"verify_bundle: {error}")
    print(f"{args.bundle}: INTACT")


if __name__ == "__main__":
    main()
