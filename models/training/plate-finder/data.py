"""Canvases for the finder: a picture warped around one of its plates, more plates and false friends pasted in."""
import json
import math
import os
import random
import string
import sys

import cv2
import numpy as np

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "plates"))
import camera
import crops
import glyphs
import mend
import render
import texts

# A box teaches no turned plate its corners: the parked motorbikes with boxes only taught upright ones.
BOX_ONLY = 0.02
SHARE = {"handheld street": 5.0, "handheld car close": 2.0, "car-park CCTV front car": 0.8, "car-park CCTV rear motorbike": 0.8, "fixed traffic camera": 3.0, "garage handheld video": 2.0, "dash-cam": 1.6, "rendered street": 2.5, "": 1.0}


def read_pictures(data_dir, labels=(), proposals=None):
    """Pictures as {file, group, camera, source, part, plates, ignored, friends}; a plate has quad, exact, layout.

    `labels`: further labels.jsonl files of the same form, file names relative to their own folder (rendered scenes).
    `proposals`: the lines of propose-plates.mjs; they and what a person saw mend the labels (see mend.py).
    """
    reader_groups = {r["group"] for r in crops.read_list(data_dir) if r["part"] == "test"}
    pictures = []
    for path in [os.path.join(data_dir, "plates", "labels.jsonl"), *labels]:
        base = data_dir if path.startswith(data_dir) else os.path.dirname(path)
        with open(path) as lines:
            for row in map(json.loads, lines):
                plates = []
                for plate in row["plates"]:
                    x, y, w, h = plate["box"]
                    quad = plate.get("corners") or [[x, y], [x + w, y], [x + w, y + h], [x, y + h]]
                    layout = plate.get("layout") or ("one-line" if row.get("country") == "RO" else None)
                    plates.append({"quad": np.float32(quad), "exact": "corners" in plate, "layout": layout, "colour": plate.get("colour")})
                held = crops.held_out_group(row["group"]) or row["group"] in reader_groups
                hidden = [mend.plate(camera.quad_of(w, h) + np.float32([x, y])) for x, y, w, h in row.get("hiddenPlates", [])]
                pictures.append({"file": os.path.join(base, row["file"]), "group": row["group"], "camera": row["camera"], "source": row["source"], "country": row.get("country"), "part": "test" if held else "train", "plates": plates, "ignored": hidden, "friends": []})
    mend.pictures(pictures, data_dir, proposals)
    return pictures


def read_pack(folder):
    """Training pictures and real sheets from what pack.py wrote."""
    def entries(name):
        with open(os.path.join(folder, name + ".bin"), "rb") as file, open(os.path.join(folder, name + ".jsonl")) as lines:
            for row in map(json.loads, lines):
                yield row, np.frombuffer(file.read(row.pop("bytes")), np.uint8)

    pictures = []
    for row, code in entries("pictures"):
        quads = lambda plates: [{**plate, "quad": np.float32(plate["quad"])} for plate in plates]
        pictures.append({**row, "part": "train", "code": code, "plates": quads(row["plates"]), "ignored": quads(row["ignored"]), "friends": [np.float32(quad) for quad in row["friends"]]})
    return pictures, [(decode(code), row["layout"]) for row, code in entries("sheets")]


def decode(code):
    return cv2.cvtColor(cv2.imdecode(code, cv2.IMREAD_COLOR), cv2.COLOR_BGR2RGB)


def load(picture):
    with open(picture["file"], "rb") as file:
        picture["code"] = np.frombuffer(file.read(), np.uint8)
    return picture


def pixels(picture):
    if "rgb" not in picture:
        picture["rgb"] = decode(picture["code"])
    return picture["rgb"]


def sides(quad):
    a, b, c, d = quad.tolist()
    return (math.dist(a, b) + math.dist(d, c)) / 2, (math.dist(a, d) + math.dist(b, c)) / 2


def view(rng, rgb, plates, friends, width, height):
    """A random view of the picture around a plate or a false friend: (canvas, transform of points)."""
    ph, pw = rgb.shape[:2]
    centred = friends if friends and rng.random() < 0.35 else [plate["quad"] for plate in plates]
    if centred and rng.random() < 0.85:
        quad = rng.choice(centred)
        own, _ = sides(quad)
        wanted = float(np.exp(rng.uniform(np.log(13), np.log(width * rng.choice([0.25, 0.6, 1.0])))))
        scale = min(wanted / max(4, own), 6.0)
        at = quad.mean(0)
        # Mostly inside the canvas; a plate as wide as the canvas sits in its middle.
        free = [max(0.0, 0.5 - 0.5 * own * scale / width), 0.45]
        to = np.array([width * (0.5 + rng.uniform(-1, 1) * free[0]), height * (0.5 + rng.uniform(-1, 1) * free[1])])
    else:
        scale = min(width / pw, height / ph) * rng.uniform(0.7, 1.6)
        at = np.array([pw / 2, ph / 2])
        to = np.array([width / 2, height / 2]) + np.array([rng.uniform(-0.15, 0.15) * width, rng.uniform(-0.15, 0.15) * height])
    wild = 4.0 if rng.random() < 0.2 else 1.0  # parked motorbikes, corners of the picture
    turn = np.radians(rng.gauss(0, 5) * wild)
    stretch = rng.uniform(0.85, 1.18)
    a = scale * np.array([[np.cos(turn) * stretch, -np.sin(turn)], [np.sin(turn) * stretch, np.cos(turn)]]) @ np.array([[1, rng.gauss(0, 0.07) * wild], [rng.gauss(0, 0.06) * wild, 1]])
    flat = np.eye(3)
    flat[:2, :2], flat[:2, 2] = a, to - a @ at
    if rng.random() < 0.4:
        tilt = np.eye(3)
        tilt[2, :2] = rng.gauss(0, 0.12) / width, rng.gauss(0, 0.12) / height
        move = np.eye(3)
        move[:2, 2] = -width / 2, -height / 2
        flat = np.linalg.inv(move) @ tilt @ move @ flat
    source, reduce = rgb, 1.0
    while scale * reduce < 0.6 and min(source.shape[:2]) > 40:
        source = cv2.resize(source, (source.shape[1] // 2, source.shape[0] // 2), interpolation=cv2.INTER_AREA)
        reduce *= 2
    m = flat @ np.diag([rgb.shape[1] / source.shape[1], rgb.shape[0] / source.shape[0], 1])
    border = cv2.BORDER_CONSTANT if rng.random() < 0.6 else cv2.BORDER_REPLICATE
    shade = 114 if rng.random() < 0.5 else rng.uniform(0, 255)
    canvas = cv2.warpPerspective(source, m, (width, height), flags=cv2.INTER_LINEAR, borderMode=border, borderValue=(shade, shade, shade))
    return canvas, flat


def move(quad, m):
    return cv2.perspectiveTransform(quad[None].astype(np.float32), m.astype(np.float64))[0]


def recolour_plates(rng, rgb, plates):
    """Paints some white plates yellow, blue or red, in their real surroundings."""
    if rng.random() > 0.3 or not any(p["exact"] for p in plates):
        return rgb
    rgb = rgb.copy()
    for plate in plates:
        if not plate["exact"] or rng.random() < 0.25 or plate["colour"] not in (None, "white"):
            continue
        name = rng.choice(["yellow", "blue", "red", "yellow", "blue"])
        paint, ink = render.vary(rng, render.PAINT[name][0], 22), render.vary(rng, render.PAINT[name][1], 15)
        low = np.maximum(0, np.floor(plate["quad"].min(0))).astype(int)
        high = np.minimum([rgb.shape[1], rgb.shape[0]], np.ceil(plate["quad"].max(0)) + 1).astype(int)
        region = rgb[low[1] : high[1], low[0] : high[0]]
        if region.shape[0] < 4 or region.shape[1] < 4:
            continue
        mask = np.zeros(region.shape[:2], np.float32)
        cv2.fillPoly(mask, [np.int32(np.round((plate["quad"] - low) * 16))], 1, cv2.LINE_AA, 4)
        painted = crops.recolour(region.astype(np.float32), paint, ink)
        region[:] = region * (1 - mask[..., None]) + painted * mask[..., None]
    return rgb


def window(canvas, quad):
    """The part of the canvas around a quad: (x0, y0, x1, y1), or None when next to nothing of it is inside."""
    (x0, y0), (x1, y1) = quad.min(0).tolist(), quad.max(0).tolist()
    x0, y0 = max(0, math.floor(x0) - 1), max(0, math.floor(y0) - 1)
    x1, y1 = min(canvas.shape[1], math.ceil(x1) + 2), min(canvas.shape[0], math.ceil(y1) + 2)
    return (x0, y0, x1, y1) if min(x1 - x0, y1 - y0) >= 3 else None


def draw(canvas, sheet, quad):
    h, w = sheet.shape[:2]
    own, _ = sides(quad)
    if own < 0.6 * w:
        f = own * 1.15 / w
        sheet = cv2.resize(sheet, (max(6, int(w * f)), max(5, int(h * f))), interpolation=cv2.INTER_AREA)
        h, w = sheet.shape[:2]
    at = window(canvas, quad)
    if at is None:
        return
    x0, y0, x1, y1 = at
    local = np.float32(quad - np.float32([x0, y0]))
    m = cv2.getPerspectiveTransform(camera.quad_of(w, h), local)
    warped = cv2.warpPerspective(sheet, m, (x1 - x0, y1 - y0), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    mask = np.zeros((y1 - y0, x1 - x0), np.float32)
    cv2.fillPoly(mask, [np.int32(np.round(local * 16))], 1, cv2.LINE_AA, 4)
    region = canvas[y0:y1, x0:x1]
    region[:] = cv2.blendLinear(region, warped, 1 - mask, mask)


def letter(rng, canvas, taken):
    """Paints lettering straight on what is there, with no sheet behind it: lorry doors, badges, shop fronts."""
    height, width = canvas.shape[:2]
    face = glyphs.Face(rng, rng.uniform(0.1, 0.2))
    text = texts.sample(rng)["text"] if rng.random() < 0.35 else rng.choice(WORDS)
    if rng.random() < 0.25:
        text = "0" + "".join(rng.choice(string.digits) for _ in range(9))
    lines = [text[: len(text) // 2], text[len(text) // 2 :]] if len(text) > 6 and rng.random() < 0.3 else [text]
    masks = [np.concatenate([np.pad(face.mask(sign), ((4, 4), (4, 4))) for sign in line], 1) for line in lines]
    wide = max(mask.shape[1] for mask in masks)
    mask = np.concatenate([np.pad(mask, ((0, 0), (0, wide - mask.shape[1]))) for mask in masks]).astype(np.float32) / 255
    h, w = mask.shape
    wanted = float(np.exp(rng.uniform(np.log(12), np.log(0.5 * width))))
    quad = camera.tilt(rng, wanted, wanted * h / w * rng.uniform(0.8, 1.4)) + np.float32([rng.uniform(0, width), rng.uniform(0, height)])
    low, high = quad.min(0), quad.max(0)
    if any((low < other.max(0) + 4).all() and (high > other.min(0) - 4).all() for other in taken):
        return
    f = min(1.0, wanted * 1.2 / w)
    mask = cv2.resize(mask, (max(6, int(w * f)), max(4, int(h * f))), interpolation=cv2.INTER_AREA)
    at = window(canvas, quad)
    if at is None:
        return
    x0, y0, x1, y1 = at
    m = cv2.getPerspectiveTransform(camera.quad_of(mask.shape[1], mask.shape[0]), np.float32(quad - np.float32([x0, y0])))
    cover = cv2.warpPerspective(mask, m, (x1 - x0, y1 - y0), flags=cv2.INTER_LINEAR)[..., None] * rng.uniform(0.5, 1)
    ink = np.float32([rng.uniform(0, 255)] * 3 if rng.random() < 0.6 else [rng.uniform(0, 255) for _ in range(3)])
    region = canvas[y0:y1, x0:x1]
    region[:] = np.clip(region * (1 - cover) + ink * cover, 0, 255)
    taken.append(np.float32(quad))


WORDS = "SALE CAFE SHOP HONDA YAMAHA TOYOTA VIETTEL TAXI PHO BANH MI NHA HANG SUZUKI AIR BLADE VISION SH WAVE ISUZU HYUNDAI STOP P 50 80 XE TAI CHO THUE KHACH SAN".split()


def false_friend(rng):
    """A sign, badge, lamp or phone number: what a careless finder takes for a plate. float32 RGB sheet."""
    roll = rng.random()
    w, h = rng.randint(70, 240), rng.randint(36, 90)
    if roll < 0.25:  # lamp, grille, empty panel
        sheet = np.empty((h, w, 3), np.float32)
        sheet[:] = rng.choice([(200, 30, 25), (235, 235, 235), (230, 140, 20), (30, 30, 30), (180, 190, 200)])
        for _ in range(rng.randint(0, 6)):
            y = rng.randint(0, h - 1)
            cv2.line(sheet, (0, y), (w, y), [rng.uniform(0, 255)] * 3, rng.randint(1, 4))
        return sheet
    phone = rng.random() < 0.35
    text = "0" + "".join(rng.choice(string.digits) for _ in range(9)) if phone else " ".join(rng.sample(WORDS, rng.randint(1, 2)))
    face = glyphs.Face(rng, rng.uniform(0.1, 0.2))
    signs = [None if sign == " " else face.mask(sign) for sign in text]
    ink = np.concatenate([np.zeros((96, 20), np.uint8) if m is None else np.pad(m, ((0, 0), (4, 4))) for m in signs], 1)
    pad = rng.randint(4, 50)
    ink = np.pad(ink, ((pad, pad), (pad, pad))).astype(np.float32)[..., None] / 255
    a, b = np.float32([rng.uniform(0, 255) for _ in range(3)]), np.float32([rng.uniform(0, 255) for _ in range(3)])
    if rng.random() < 0.4:
        a, b = (np.float32([230, 230, 230]), np.float32([200, 20, 20])) if rng.random() < 0.5 else (np.float32([30, 60, 160]), np.float32([240, 240, 240]))
    return a * (1 - ink) + b * ink


def paste(rng, canvas, taken, sheets, plate_like):
    """Pastes one sheet where no plate is; gives its quad, or None when no free place was found."""
    height, width = canvas.shape[:2]
    sheet, layout = sheets(rng)
    h, w = sheet.shape[:2]
    wanted = float(np.exp(rng.uniform(np.log(9), np.log(75 if rng.random() < 0.85 else 0.6 * width))))
    quad = camera.tilt(rng, wanted, wanted * h / w, 1.0)
    for _ in range(6):
        placed = quad + np.float32([rng.uniform(0, width), rng.uniform(0, height)])
        low, high = placed.min(0), placed.max(0)
        if plate_like and (low.min() < 0 or high[0] > width or high[1] > height):
            continue
        if any((low < other.max(0) + 4).all() and (high > other.min(0) - 4).all() for other in taken):
            continue
        draw(canvas, sheet, np.float32(placed))
        return np.float32(placed), layout
    return None


class Store:
    """Sheets to paste, made by `make(rng)`; renewed slowly, since making one costs more than pasting it."""

    def __init__(self, make, size, renew):
        self.make, self.size, self.renew, self.kept = make, size, renew, []

    def __call__(self, rng):
        if len(self.kept) < self.size or rng.random() < self.renew:
            sheet, layout = self.make(rng)
            self.kept.append((np.clip(sheet, 0, 255).astype(np.uint8), layout))
            if len(self.kept) > 2 * self.size:
                self.kept.pop(rng.randrange(len(self.kept)))
        return rng.choice(self.kept)


class Sheets:
    """Plates to paste, rendered or real, and false friends."""

    def __init__(self, real):
        self.real = real
        self.rendered = Store(rendered, 200, 0.15)
        self.friends = Store(lambda rng: (false_friend(rng), None), 150, 0.2)

    def plates(self, rng):
        return rng.choice(self.real) if self.real and rng.random() < 0.4 else self.rendered(rng)


def rendered(rng):
    plate = texts.sample(rng)
    return render.render(plate, rng), plate["layout"]


def real_sheets(rows):
    """Real plates of the training crops, flat, to paste: [(uint8 RGB, layout)]."""
    return [(np.clip(crops.flatten(row), 0, 255).astype(np.uint8), row["layout"]) for row in rows]


def project(plates, m, width, height):
    """Plates seen through transform `m`: (found, ignored); cut by more than a fifth or too small = ignored."""
    found, ignored = [], []
    for plate in plates:
        quad = move(plate["quad"], m)
        low, high = quad.min(0), quad.max(0)
        seen = np.minimum(high, [width, height]) - np.maximum(low, 0)
        if (seen <= 0).any():
            continue
        visible = seen.prod() / max(1e-6, (high - low).prod())
        w, _ = sides(quad)
        (found if visible >= 0.8 and w >= 8 else ignored).append({**plate, "quad": quad})
    return found, ignored


def behind(rng, canvas, cover, other, width, height):
    """Fills what the first picture leaves empty with a second one: (found, ignored) of the second."""
    rgb = pixels(other)
    ph, pw = rgb.shape[:2]
    scale = max(width / pw, height / ph) * rng.uniform(1.0, 1.25)
    w, h = max(1, min(pw, round(width / scale))), max(1, min(ph, round(height / scale)))
    x, y = rng.randint(0, pw - w), rng.randint(0, ph - h)
    back = cv2.resize(rgb[y : y + h, x : x + w], (width, height), interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    m = np.diag([width / w, height / h, 1]) @ np.array([[1, 0, -x], [0, 1, -y], [0, 0, 1]])
    cv2.copyTo(back, cv2.compare(cover, 128, cv2.CMP_LT), canvas)
    found, ignored = [], sum(project(other["ignored"], m, width, height), [])
    for plate in sum(project(other["plates"], m, width, height), []):
        low, high = np.maximum(0, plate["quad"].min(0)).astype(int), np.ceil(plate["quad"].max(0)).astype(int) + 1
        hidden = (cover[low[1] : high[1], low[0] : high[0]] >= 128).mean()
        w, _ = sides(plate["quad"])
        if hidden < 0.02 and w >= 8 and (plate["quad"] >= -0.1 * w).all() and (plate["quad"] <= np.float32([width, height]) + 0.1 * w).all():
            found.append(plate)
        elif hidden < 0.95:
            ignored.append(plate)
    return found, ignored


def canvas_of(rng, picture, other, width, height, sheets):
    """One training canvas: (uint8 RGB, plates [{quad, exact, layout}], ignored quads)."""
    rgb = recolour_plates(rng, pixels(picture), picture["plates"])
    canvas, m = view(rng, rgb, picture["plates"], picture["friends"], width, height)
    found, ignored = project(picture["plates"], m, width, height)
    ignored += sum(project(picture["ignored"], m, width, height), [])
    outline = move(camera.quad_of(rgb.shape[1], rgb.shape[0]), m)
    cover = np.zeros((height, width), np.uint8)
    cv2.fillConvexPoly(cover, np.int32(np.round(outline)), 255)
    if cover.mean() < 0.8 * 255 and rng.random() < 0.8:
        more = behind(rng, canvas, cover, other, width, height)
        found, ignored = found + more[0], ignored + more[1]
    taken = [p["quad"] for p in found + ignored]
    if rng.random() < 0.5:
        for _ in range(rng.randint(1, 4)):
            put = paste(rng, canvas, taken, sheets.plates, True)
            if put:
                found.append({"quad": put[0], "exact": True, "layout": put[1]})
                taken.append(put[0])
    if rng.random() < 0.55:
        for _ in range(rng.randint(1, 5)):
            put = paste(rng, canvas, taken, sheets.friends, False)
            if put:
                taken.append(put[0])
    if rng.random() < 0.4:
        for _ in range(rng.randint(1, 3)):
            letter(rng, canvas, taken)
    if rng.random() < 0.8:
        typical = min((sides(p["quad"])[0] for p in found), default=60)
        canvas, _ = camera.degrade(canvas, rng, typical, 0.7)
    return canvas, found, [p["quad"] for p in ignored]


MOST = 48  # plates and regions a canvas
FOUND, IGNORED = 1, 2
COLUMNS = 11  # x, y of four corners; FOUND or IGNORED (0: nothing); weight of the corners; two-line (-1: unknown)


def table_of(found, ignored):
    """What a canvas shows as rows for targets.py; regions first, they matter more than a forty-ninth plate."""
    table = np.zeros((MOST, COLUMNS), np.float32)
    rows = [[*quad.ravel().tolist(), IGNORED, 0, -1] for quad in ignored]
    for plate in found:
        two = -1 if plate["layout"] is None else float(plate["layout"] == "two-line")
        rows.append([*plate["quad"].ravel().tolist(), FOUND, 1.0 if plate["exact"] else BOX_ONLY, two])
    if rows:
        table[: len(rows)] = rows[:MOST]
    return table


def weights_of(pictures):
    counts = {}
    for p in pictures:
        counts[p["camera"], p["source"]] = counts.get((p["camera"], p["source"]), 0) + 1
    w = np.array([SHARE.get(p["camera"], 1.0) * (2.0 if p["friends"] else 1.0) / counts[p["camera"], p["source"]] ** 0.5 for p in pictures])
    return w / w.sum()


def canvases(pictures, real, seed):
    """A function that draws one canvas into `out` (uint8, height x width x 3) and gives its table."""
    rng = random.Random(seed)
    order = np.random.default_rng(seed)
    # Drawn by cumulated weights: numpy's choice with weights would sort them anew for each canvas.
    cumulated = np.cumsum(weights_of(pictures))
    sheets = Sheets(real)

    def fill(out):
        height, width = out.shape[:2]
        k, other = np.minimum(np.searchsorted(cumulated, order.random(2)), len(pictures) - 1)
        out[:], found, ignored = canvas_of(rng, pictures[k], pictures[other], width, height, sheets)
        return table_of(found, ignored)

    return fill
