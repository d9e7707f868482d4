"""Canvases for the finder: a picture warped around one of its plates, more plates and false friends pasted in."""
import json
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

STRIDES = (8, 16)
# A box teaches no turned plate its corners: the parked motorbikes with boxes only taught upright ones.
BOX_ONLY = 0.02
SHARE = {"handheld street": 5.0, "handheld car close": 2.0, "car-park CCTV front car": 0.8, "car-park CCTV rear motorbike": 0.8, "fixed traffic camera": 1.2, "garage handheld video": 2.0, "dash-cam": 1.6, "": 1.0}


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
                pictures.append({"file": os.path.join(base, row["file"]), "group": row["group"], "camera": row["camera"], "source": row["source"], "country": row.get("country"), "part": "test" if held else "train", "plates": plates, "ignored": [], "friends": []})
    mend.pictures(pictures, data_dir, proposals)
    return pictures


def load(picture):
    with open(picture["file"], "rb") as file:
        picture["code"] = np.frombuffer(file.read(), np.uint8)
    return picture


def pixels(picture):
    if "rgb" not in picture:
        picture["rgb"] = cv2.imdecode(picture["code"], cv2.IMREAD_COLOR)[..., ::-1].copy()
    return picture["rgb"]


def sides(quad):
    w = (np.linalg.norm(quad[1] - quad[0]) + np.linalg.norm(quad[2] - quad[3])) / 2
    h = (np.linalg.norm(quad[3] - quad[0]) + np.linalg.norm(quad[2] - quad[1])) / 2
    return float(w), float(h)


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


def draw(canvas, sheet, quad):
    h, w = sheet.shape[:2]
    own, _ = sides(quad)
    if own < 0.6 * w:
        f = own * 1.15 / w
        sheet = cv2.resize(sheet, (max(6, int(w * f)), max(5, int(h * f))), interpolation=cv2.INTER_AREA)
        h, w = sheet.shape[:2]
    low = np.maximum(0, np.floor(quad.min(0)) - 1).astype(int)
    high = np.minimum([canvas.shape[1], canvas.shape[0]], np.ceil(quad.max(0)) + 2).astype(int)
    if (high - low).min() < 3:
        return
    m = cv2.getPerspectiveTransform(camera.quad_of(w, h), np.float32(quad - low))
    size = (int(high[0] - low[0]), int(high[1] - low[1]))
    warped = cv2.warpPerspective(sheet.astype(np.float32), m, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    mask = np.zeros((size[1], size[0]), np.float32)
    cv2.fillPoly(mask, [np.int32(np.round((quad - low) * 16))], 1, cv2.LINE_AA, 4)
    region = canvas[low[1] : high[1], low[0] : high[0]]
    region[:] = np.clip(region * (1 - mask[..., None]) + warped * mask[..., None], 0, 255)


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
    m = cv2.getPerspectiveTransform(camera.quad_of(mask.shape[1], mask.shape[0]), np.float32(quad))
    cover = cv2.warpPerspective(mask, m, (width, height), flags=cv2.INTER_LINEAR)[..., None] * rng.uniform(0.5, 1)
    ink = np.float32([rng.uniform(0, 255)] * 3 if rng.random() < 0.6 else [rng.uniform(0, 255) for _ in range(3)])
    canvas[:] = np.clip(canvas * (1 - cover) + ink * cover, 0, 255)
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


class Sheets:
    """A store of rendered and real plates to paste; renewed slowly, since rendering costs more than pasting."""

    def __init__(self, rng, real_rows):
        self.rng, self.real, self.store = rng, real_rows, []

    def __call__(self, rng):
        if self.real and rng.random() < 0.4:
            row = rng.choice(self.real)
            return crops.flatten(row), row["layout"]
        if len(self.store) < 200 or rng.random() < 0.15:
            plate = texts.sample(rng)
            self.store.append((render.render(plate, rng), plate["layout"]))
            if len(self.store) > 400:
                self.store.pop(rng.randrange(len(self.store)))
        return rng.choice(self.store)


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
    m = np.array([[scale, 0, (width - scale * pw) * rng.random()], [0, scale, (height - scale * ph) * rng.random()], [0, 0, 1]])
    mode = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    full = cv2.resize(rgb, (int(np.ceil(pw * scale)), int(np.ceil(ph * scale))), interpolation=mode)
    x, y = int(-m[0, 2]), int(-m[1, 2])
    back = full[y : y + height, x : x + width]
    back = cv2.copyMakeBorder(back, 0, height - back.shape[0], 0, width - back.shape[1], cv2.BORDER_REPLICATE)
    np.copyto(canvas, back, where=cover[..., None] < 128)
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
            put = paste(rng, canvas, taken, sheets, True)
            if put:
                found.append({"quad": put[0], "exact": True, "layout": put[1]})
                taken.append(put[0])
    if rng.random() < 0.55:
        for _ in range(rng.randint(1, 5)):
            put = paste(rng, canvas, taken, lambda r: (false_friend(r), None), False)
            if put:
                taken.append(put[0])
    if rng.random() < 0.4:
        for _ in range(rng.randint(1, 3)):
            letter(rng, canvas, taken)
    if rng.random() < 0.8:
        typical = min((sides(p["quad"])[0] for p in found), default=60)
        canvas, _ = camera.degrade(canvas, rng, typical, 0.7)
    return canvas, found, [p["quad"] for p in ignored]


def targets(found, ignored, width, height):
    """Per level: peak (h, w), cell weight (h, w), corners (8, h, w) px, corner weight (h, w), size (2, h, w), layout, layout weight."""
    levels = []
    for stride in STRIDES:
        h, w = height // stride, width // stride
        peak, weight = np.zeros((h, w), np.float32), np.ones((h, w), np.float32)
        corners, corner_weight = np.zeros((8, h, w), np.float32), np.zeros((h, w), np.float32)
        size, layout, layout_weight = np.ones((2, h, w), np.float32), np.zeros((h, w), np.float32), np.zeros((h, w), np.float32)
        best = np.zeros((h, w), np.float32)
        for quad in ignored:
            x0, y0 = np.maximum(0, np.floor(quad.min(0) / stride)).astype(int)
            x1, y1 = np.ceil(quad.max(0) / stride).astype(int) + 1
            weight[y0:y1, x0:x1] = 0
        for plate in found:
            quad = plate["quad"]
            pw, ph = sides(quad)
            span = quad.max(0) - quad.min(0)
            scale = max(pw, 2 * ph)
            if scale >= (72 if stride == 8 else 1e9) or scale < (0 if stride == 8 else 52):
                # The other level's plate: its centre here is not background either.
                cx, cy = (quad.mean(0) / stride).astype(int)
                r = max(1, int(0.15 * pw / stride))
                weight[max(0, cy - r) : cy + r + 1, max(0, cx - r) : cx + r + 1] = 0
                continue
            cx, cy = quad.mean(0) / stride - 0.5
            sx, sy = max(0.16 * span[0] / stride, 0.55), max(0.16 * span[1] / stride, 0.55)
            gx = np.exp(-((np.arange(w) - cx) ** 2) / (2 * sx * sx))
            gy = np.exp(-((np.arange(h) - cy) ** 2) / (2 * sy * sy))
            g = np.outer(gy, gx).astype(np.float32)
            iy, ix = int(round(min(max(cy, 0), h - 1))), int(round(min(max(cx, 0), w - 1)))
            g[iy, ix] = 1.0
            peak = np.maximum(peak, g)
            mine = (g > 0.45) & (g > best)
            best = np.where(mine, g, best)
            corners[:, mine] = quad.reshape(8, 1)
            size[:, mine] = np.float32([[pw], [ph]])
            corner_weight[mine] = g[mine] * (1.0 if plate["exact"] else BOX_ONLY)
            layout[mine] = plate["layout"] == "two-line"
            layout_weight[mine] = plate["layout"] is not None
        levels.append((peak, weight, corners, corner_weight, size, layout, layout_weight))
    return levels


def weights_of(pictures):
    counts = {}
    for p in pictures:
        counts[p["camera"], p["source"]] = counts.get((p["camera"], p["source"]), 0) + 1
    w = np.array([SHARE.get(p["camera"], 1.0) * (2.0 if p["friends"] else 1.0) / counts[p["camera"], p["source"]] ** 0.5 for p in pictures])
    return w / w.sum()


def batches(pictures, real_rows, width, height, size, seed):
    rng = random.Random(seed)
    order = np.random.default_rng(seed)
    weights = weights_of(pictures)
    sheets = Sheets(rng, real_rows)
    while True:
        x, rows = np.empty((size, height, width, 3), np.uint8), []
        for i, (k, other) in enumerate(order.choice(len(pictures), (size, 2), p=weights)):
            x[i], found, ignored = canvas_of(rng, pictures[k], pictures[other], width, height, sheets)
            rows.append(targets(found, ignored, width, height))
        yield x, [[np.stack([row[level][part] for row in rows]) for part in range(7)] for level in range(len(STRIDES))]
