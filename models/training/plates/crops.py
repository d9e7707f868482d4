"""Real plate crops with texts: what may train, what is kept for judging, and new plates mixed from real ones."""
import hashlib
import json
import os

import cv2
import numpy as np

import texts


def held_out(text):
    """A fifth of the texts is never trained on; the same rule everywhere, so that no run leaks into another."""
    return hashlib.sha256(f"held-out {text}".encode()).digest()[0] < 52


def held_out_group(group):
    """A fifth of the picture groups is kept for judging the finder and the whole path."""
    return hashlib.sha256(f"held-out group {group}".encode()).digest()[0] < 52


def near(a, b):
    """At most one sign differs: likely the same plate, read wrongly once."""
    return len(a) == len(b) and sum(x != y for x, y in zip(a, b)) <= 1


def width_of(corners):
    q = np.float32(corners)
    return float((np.linalg.norm(q[1] - q[0]) + np.linalg.norm(q[2] - q[3])) / 2)


def read_list(data_dir, proposals=None, least=0.9):
    """Crops as {file, index, corners, layout, text, head, tail, camera, check, part}.

    `proposals`: JSON lines {file, index, text, confidence, groups?} of a reader; `groups` = (head, tail) as it saw them. A text without agreement of two labellers
    counts only where a confident proposal is the same; a plate without text takes a confident one that fits the
    grammar. `part` is "train" or "test"; test holds only texts that two labellers agree on.
    """
    reserved = texts.read_reserved(data_dir)
    proposed = {}
    for path in proposals or []:
        with open(path) as lines:
            for row in map(json.loads, lines):
                proposed.setdefault((row["file"], row["index"]), []).append(row)
    rows = []
    with open(os.path.join(data_dir, "plates", "labels.jsonl")) as lines:
        pictures = [json.loads(line) for line in lines]
    for picture in pictures:
        for index, plate in enumerate(picture["plates"]):
            if "corners" not in plate or picture["country"] != "VN":
                continue
            offers = proposed.get((picture["file"], index), [])
            sure = [o for o in offers if o["confidence"] >= least]
            text, check = plate.get("text"), plate.get("textCheck")
            if check == "single":
                if not any(o["text"] == text for o in offers):
                    text = sure[0]["text"] if sure and all(o["text"] == sure[0]["text"] for o in offers) else None
                check = "proposed"
            elif text is None and sure and all(o["text"] == sure[0]["text"] for o in offers):
                text, check = sure[0]["text"], "proposed"
            if text is None or texts.is_reserved(text, reserved):
                continue
            told = next((o["groups"] for o in offers if o.get("groups") and o["text"] == text), None)
            groups = told or split(text, plate["layout"], picture["camera"], plate["corners"])
            if groups:
                rows.append({"file": picture["file"], "index": index, "group": picture["group"], "camera": picture["camera"], "corners": plate["corners"], "layout": plate["layout"], "text": text, "head": groups[0], "tail": groups[1], "check": check})
    test_texts = {r["text"] for r in rows if r["check"] == "agree" and held_out(r["text"])}
    test_groups = {r["group"] for r in rows if r["text"] in test_texts}
    for row in rows:
        if row["text"] not in test_texts and held_out_group(row["group"]):
            row["part"] = "unused"
        elif row["text"] in test_texts:
            row["part"] = "test" if row["check"] == "agree" else "unused"
        elif row["group"] in test_groups or any(near(row["text"], t) for t in test_texts):
            row["part"] = "unused"
        else:
            row["part"] = "train"
    return rows


def split(text, layout, camera, corners):
    """(head, tail); `52T91234` on two lines is a motorbike's 52T9|1234 where the sheet is tall."""
    if layout == texts.TWO and len(text) == 8 and text[2].isalpha() and text[3:].isdigit() and text[3] != "0":
        q = np.float32(corners)
        aspect = width_of(corners) / max(1.0, float(np.linalg.norm(q[3] - q[0])))
        if "motorbike" in camera or ("car" not in camera and aspect < 1.35):
            return text[:4], text[4:]
        return (text[:3], text[3:]) if "handheld car" in camera or aspect > 1.8 else None
    return texts.split_text(text, layout)


def load(rows, data_dir, margin=0.3):
    """Adds to each row its patch (RGB uint8, plate and surroundings) and its corners within it."""
    cache = {}
    for row in rows:
        if row["file"] not in cache:
            cache = {row["file"]: cv2.imread(os.path.join(data_dir, row["file"]))[..., ::-1]}
        picture = cache[row["file"]]
        q = np.float32(row["corners"])
        span = (q.max(0) - q.min(0)) * margin + 2
        low = np.maximum(0, np.floor(q.min(0) - span)).astype(int)
        high = np.minimum([picture.shape[1], picture.shape[0]], np.ceil(q.max(0) + span)).astype(int)
        row["patch"] = picture[low[1] : high[1], low[0] : high[0]].copy()
        row["quad"] = q - low
    return rows


PACKED = "crops.jsonl"
# A reader sees 192 pixels: packed plates are at most a little wider.
PACKED_WIDTH, PACKED_QUALITY = 192, 72


def pack(rows, folder):
    """Loaded crops as `crops.bin`, one WebP picture after the other, and `crops.jsonl`."""
    with open(os.path.join(folder, "crops.bin"), "wb") as codes, open(os.path.join(folder, PACKED), "w") as lines:
        for row in rows:
            scale = min(1.0, PACKED_WIDTH / width_of(row["quad"]))
            patch = cv2.resize(row["patch"], None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else row["patch"]
            factor = np.float32([patch.shape[1] / row["patch"].shape[1], patch.shape[0] / row["patch"].shape[0]])
            _, code = cv2.imencode(".webp", patch[..., ::-1], [cv2.IMWRITE_WEBP_QUALITY, PACKED_QUALITY])
            codes.write(code.tobytes())
            plain = {k: v for k, v in row.items() if k != "patch"}
            lines.write(json.dumps({**plain, "quad": (row["quad"] * factor).round(2).tolist(), "bytes": len(code)}) + "\n")


def unpack(folder):
    """The crops that `pack` wrote, loaded."""
    rows = []
    with open(os.path.join(folder, "crops.bin"), "rb") as codes, open(os.path.join(folder, PACKED)) as lines:
        for row in map(json.loads, lines):
            code = np.frombuffer(codes.read(row["bytes"]), np.uint8)
            row["patch"] = cv2.imdecode(code, cv2.IMREAD_COLOR)[..., ::-1].copy()
            row["quad"] = np.float32(row["quad"])
            rows.append(row)
    return rows


def read(folder, proposals=None):
    """Loaded crops that train or judge, of the data folder (see `read_list`) or of what `pack` wrote."""
    if os.path.exists(os.path.join(folder, PACKED)):
        return unpack(folder)
    return load([r for r in read_list(folder, proposals) if r["part"] != "unused"], folder)


def flatten(row, width=256):
    """The plate alone, flat, at most as large as it is in the picture."""
    q = row["quad"]
    w = int(min(width, max(24, width_of(q) * 1.2)))
    ratio = np.linalg.norm(q[3] - q[0]) / max(1.0, np.linalg.norm(q[1] - q[0]))
    h = int(max(10, w * ratio))
    m = cv2.getPerspectiveTransform(np.float32(q), np.float32([[0, 0], [w, 0], [w, h], [0, h]]))
    return cv2.warpPerspective(row["patch"], m, (w, h), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE).astype(np.float32)


def seam(row):
    """Where rows (y) or groups (x) part, as a part of the side: two-line plates at half height, one-line at the dash."""
    return 0.5 if row["layout"] == texts.TWO else {3: 0.405, 4: 0.47}.get(len(row["head"]))


def mix(a, b):
    """A new plate: province and series of `a`, serial of `b` (same layout and lengths). Gives (sheet, head, tail)."""
    first, second = flatten(a), flatten(b)
    h, w = first.shape[:2]
    second = cv2.resize(second, (w, h), interpolation=cv2.INTER_AREA if second.shape[1] > w else cv2.INTER_LINEAR)
    # Same light on both halves: match mean and spread.
    second = (second - second.mean((0, 1))) / (second.std((0, 1)) + 1) * (first.std((0, 1)) + 1) + first.mean((0, 1))
    sheet = first.copy()
    if a["layout"] == texts.TWO:
        sheet[int(h * 0.5) :] = second[int(h * 0.5) :]
    else:
        at = int(w * seam(a))
        sheet[:, at:] = second[:, at:]
    return np.clip(sheet, 0, 255), a["head"], b["tail"]


def recolour(sheet, paint, ink):
    """Black on white becomes `ink` on `paint`; works on a patch too (surroundings change with it)."""
    grey = sheet.mean(2)
    low, high = np.percentile(grey, 6), np.percentile(grey, 85)
    cover = np.clip((high - grey) / max(20.0, high - low), 0, 1)[..., None]
    light = max(0.35, min(1.0, high / 210))
    return np.clip((paint * (1 - cover) + ink * cover) * light, 0, 255)
