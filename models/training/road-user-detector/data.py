"""Pictures and labels: reading, splitting, and canvases drawn from them on a CPU (bank.py draws them on a GPU)."""
import hashlib
import json
import os
import random

import cv2
import numpy as np

from net import CLASSES

MAX_SIDE = 960
# As in bank.py.
MOSAICS, AS_SEEN = 0.15, 0.4


def read_set(path):
    """Lines of a labels.jsonl with full file names; its names begin at its folder, or one above."""
    here = os.path.dirname(os.path.abspath(path))
    items = []
    for line in open(path):
        item = json.loads(line)
        name = item["file"]
        item["file"] = next((f for f in (os.path.join(r, name) for r in (here, os.path.dirname(here))) if os.path.exists(f)), name)
        items.append(item)
    return items


FIXED = ("vn-junction", "vn-junction-camera", "us-roads")
CLIPS = ("road-", "street-", "door-", "counter-")


def split(items):
    """(train, held out). Clips: the last quarter by time, after a gap. Stills of fixed cameras: every 8th run of
    ten neighbours, which are often the same view. Rendered: by seed. Photos: by group (the same vehicle comes back)."""
    train, held = [], []
    by_source = {}
    train += [item for item in items if item.get("split") == "train"]  # packed: what is held out stayed behind
    items = [item for item in items if "split" not in item]
    for item in sorted(items, key=lambda i: i["file"]):
        by_source.setdefault(item["source"], []).append(item)
    for source, group in by_source.items():
        for index, item in enumerate(group):
            place = index / len(group)
            if source.startswith(CLIPS):
                (train if place < 0.72 else held if place > 0.76 else []).append(item)
            elif source == "rendered":
                (held if item["seed"] % 8 == 7 else train).append(item)
            elif source in FIXED:
                (held if (index // 10) % 8 == 7 else train).append(item)
            else:
                name = item.get("group") or os.path.basename(item["file"])
                (held if hashlib.sha256(name.encode()).digest()[0] % 8 == 7 else train).append(item)
    return train, held


def load(item):
    """One decoded picture (BGR uint8), its boxes n x 4 as corners, classes, ignore boxes."""
    picture = cv2.imread(item["file"], cv2.IMREAD_COLOR)
    scale = min(1.0, MAX_SIDE / max(picture.shape[:2]))
    if scale < 1:
        picture = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    boxes = [o["box"] for o in item["objects"]]
    names = [CLASSES.index(o["class"]) for o in item["objects"]]
    ignore = [i["box"] for i in item.get("ignore", [])]
    corners = lambda b: np.array([[x, y, x + w, y + h] for x, y, w, h in b], np.float32).reshape(-1, 4) * scale
    return picture, corners(boxes), np.array(names, np.int64), corners(ignore)


def place(canvas, sample, region, rng):
    """Warps a picture into `region` (x, y, w, h) of the canvas at a random scale; returns its moved boxes."""
    picture, boxes, names, ignore = sample
    x0, y0, w, h = region
    fit = min(w / picture.shape[1], h / picture.shape[0])
    as_seen = rng.random() < AS_SEEN
    scale = fit * float(np.exp(rng.uniform(-0.08, 0.04) if as_seen else rng.uniform(-0.45, 0.9)))
    stretch = 1.0 if as_seen else float(np.exp(rng.uniform(-0.12, 0.12)))
    flip = -1 if rng.random() < 0.5 else 1
    sx, sy = scale * stretch * flip, scale / stretch
    if len(boxes) and scale > fit and not as_seen and rng.random() < 0.8:  # zoomed in: look at something
        focus = boxes[rng.integers(len(boxes))]
        cx, cy = (focus[0] + focus[2]) / 2, (focus[1] + focus[3]) / 2
    else:
        cx, cy = picture.shape[1] / 2, picture.shape[0] / 2
    middle = rng.uniform(0.47, 0.53, 2) if as_seen else rng.uniform(0.3, 0.7, 2)
    tx = x0 + w * middle[0] - sx * cx
    ty = y0 + h * middle[1] - sy * cy
    matrix = np.array([[sx, 0, tx - x0], [0, sy, ty - y0]], np.float32)
    how = cv2.INTER_AREA if scale < 0.7 else cv2.INTER_LINEAR
    canvas[y0 : y0 + h, x0 : x0 + w] = cv2.warpAffine(picture, matrix, (w, h), flags=how, borderValue=(114,) * 3)

    def move(b):
        if not len(b):
            return b.reshape(-1, 4)
        x = np.sort(b[:, [0, 2]] * sx + tx, 1)
        y = b[:, [1, 3]] * sy + ty
        return np.stack((x[:, 0], y[:, 0], x[:, 1], y[:, 1]), 1)

    full = move(boxes)
    cut = full.copy()
    cut[:, [0, 2]] = full[:, [0, 2]].clip(x0, x0 + w)
    cut[:, [1, 3]] = full[:, [1, 3]].clip(y0, y0 + h)
    area = lambda b: np.maximum(b[:, 2] - b[:, 0], 0) * np.maximum(b[:, 3] - b[:, 1], 0)
    seen = area(cut) / np.maximum(area(full), 1e-6)
    size = np.minimum(cut[:, 2] - cut[:, 0], cut[:, 3] - cut[:, 1])
    good = (seen > 0.4) & (size >= 5)
    doubtful = (seen > 0.05) & ~good
    gone = np.concatenate((cut[doubtful], move(ignore)))
    return cut[good], names[good], gone


def photometric(picture, rng):
    """Colour, light, blur, noise and compression as cheap cameras make them."""
    if rng.random() < 0.12:
        picture = cv2.cvtColor(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR)
    gain = np.exp(rng.uniform(-0.35, 0.35)) * np.exp(rng.uniform(-0.12, 0.12, 3))
    night = rng.random() < 0.1
    gamma = np.exp(rng.uniform(0.5, 1.0) if night else rng.uniform(-0.5, 0.5))
    ramp = (np.arange(256)[:, None] / 255.0) ** gamma * 255 * gain
    picture = cv2.LUT(picture, ramp.clip(0, 255).astype(np.uint8).reshape(256, 1, 3))
    if rng.random() < 0.25:
        picture = cv2.GaussianBlur(picture, (0, 0), rng.uniform(0.4, 1.3))
    if rng.random() < 0.12:  # moving, or the camera shakes
        length = int(rng.integers(3, 9))
        line = np.zeros((length, length), np.float32)
        line[length // 2] = 1
        turn = cv2.getRotationMatrix2D((length / 2 - 0.5, length / 2 - 0.5), float(rng.choice([0, 0, 0, 45, 90, 135])), 1)
        line = cv2.warpAffine(line, turn, (length, length))
        picture = cv2.filter2D(picture, -1, line / max(line.sum(), 1e-6))
    if rng.random() < 0.15:  # over-sharpened, as many cameras are
        picture = cv2.addWeighted(picture, 2.0, cv2.GaussianBlur(picture, (0, 0), rng.uniform(1, 2.5)), -1.0, 0)
    if night or rng.random() < 0.3:
        noise = rng.normal(0, rng.uniform(2, 9), picture.shape[:2] + (1,))
        picture = (picture + noise).clip(0, 255).astype(np.uint8)
    if rng.random() < 0.3:
        _, data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(25, 80))])
        picture = cv2.imdecode(data, cv2.IMREAD_COLOR)
    return picture


def example(samples, weights, width, height, rng):
    """One augmented training picture (RGB uint8), its boxes, classes and ignored boxes."""
    canvas = np.full((height, width, 3), 114, np.uint8)
    pick = lambda: samples[rng.choice(len(samples), p=weights)]
    if rng.random() < MOSAICS:
        halves = [(x, y, width // 2, height // 2) for y in (0, height // 2) for x in (0, width // 2)]
    else:
        halves = [(0, 0, width, height)]
    boxes, names, ignore = [], [], []
    for region in halves:
        b, n, g = place(canvas, pick(), region, rng)
        boxes.append(b), names.append(n), ignore.append(g)
    boxes, names, ignore = np.concatenate(boxes), np.concatenate(names), np.concatenate(ignore)
    picture = photometric(canvas, rng)
    return picture[:, :, ::-1].copy(), boxes, names, ignore


def padded(lists, filler):
    """Arrays of differing length as one, filled up."""
    most = max(1, max(len(a) for a in lists))
    return np.stack([np.concatenate((a, np.full((most - len(a), *a.shape[1:]), filler, a.dtype))) for a in lists])


def batches(samples, weights, width, height, size, seed):
    """Endless batches as numpy arrays: pictures, boxes n x m x 4, classes n x m (-1 none), ignored boxes (0 none)."""
    rng = np.random.default_rng(seed)
    random.seed(seed)
    while True:
        made = [example(samples, weights, width, height, rng) for _ in range(size)]
        pictures, boxes, names, ignore = zip(*made)
        yield np.stack(pictures), padded(boxes, 0), padded(names, -1), padded(ignore, 0)
