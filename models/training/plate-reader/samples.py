"""Training samples of the reader: rendered plates and real crops, each 64 x 192 RGB with slots, colour, layout."""
import os
import random
import sys

import numpy as np

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "plates"))
import camera
import crops
import render
import texts
from net import COLOURS, LAYOUTS, encode

KEEP_SLOT = -100  # a slot that teaches nothing


def plate_width(rng, layout):
    """Pixels; small plates are common on the road, but hopeless ones teach guessing."""
    low, high = (42, 240) if layout == texts.ONE else (30, 200)
    return float(np.exp(rng.uniform(np.log(low), np.log(high))))


def rendered(rng, reserved):
    plate = texts.sample(rng)
    while texts.is_reserved(plate["text"], reserved) or crops.held_out(plate["text"]):
        plate = texts.sample(rng)
    sheet = render.render(plate, rng)
    return shot(rng, sheet, plate["head"], plate["tail"], plate["layout"], plate["colour"])


def shot(rng, sheet, head, tail, layout, colour):
    width = plate_width(rng, layout)
    picture, quad = camera.photograph(sheet, rng, width)
    picture, grey = camera.degrade(picture, rng, width)
    cut = camera.rectify(picture, camera.jitter(rng, quad, rng.choice([0.3, 1, 1, 1.6])))
    return cut, texts.slots(head, tail), "unknown" if grey else colour, layout


def colour_of(row):
    """Real crops carry no colour label: white where they are grey, yellow where they are clearly yellow, else unlearnt."""
    x = crops.flatten(row)
    bright = x[x.mean(2) > np.percentile(x.mean(2), 60)].mean(0)
    red, green, blue = bright
    top = max(bright)
    if top < 70:
        return None
    if min(red, green) / top > 0.8 and blue / top < 0.62:
        return "yellow"
    if min(bright) / top > 0.8:
        return "white"
    if blue == top and red / top < 0.5:
        return "blue"
    return None


def real(rng, rows, by_kind):
    """A real crop: as it is, mixed from two, or painted in another colour."""
    row = rng.choice(rows)
    colour = row["colour"]
    roll = rng.random()
    if roll < 0.45:
        q = row["quad"]
        patch, sheet = row["patch"], None
        scale = 1.0
        width = crops.width_of(q)
        if rng.random() < 0.45 and width > 50:
            scale = max(0.3, min(1.0, plate_width(rng, row["layout"]) / width))
        if scale < 1:
            import cv2

            patch = cv2.resize(patch, (max(8, int(patch.shape[1] * scale)), max(8, int(patch.shape[0] * scale))), interpolation=cv2.INTER_AREA)
            q = q * np.float32([patch.shape[1] / row["patch"].shape[1], patch.shape[0] / row["patch"].shape[0]])
        if rng.random() < 0.15 and colour == "white":
            paint, ink, colour = other_colour(rng)
            patch = crops.recolour(patch.astype(np.float32), paint, ink).astype(np.uint8)
        grey = False
        if rng.random() < 0.7:
            patch, grey = camera.degrade(patch, rng, crops.width_of(q), 0.6)
        cut = camera.rectify(patch, camera.jitter(rng, q, rng.choice([0.3, 1, 1, 1.6])))
        return cut, texts.slots(row["head"], row["tail"]), "unknown" if grey else colour, row["layout"]
    # Both must be readable in the seam's place: same kind, never a test text.
    other = rng.choice(by_kind[kind(row)])
    if crops.seam(row) is None:
        other = row
    sheet, head, tail = crops.mix(row, other) if other is not row else (crops.flatten(row), row["head"], row["tail"])
    if crops.held_out(head + tail) and head + tail != row["text"]:
        sheet, head, tail = crops.flatten(row), row["head"], row["tail"]
    if rng.random() < 0.3 and colour in ("white", None):
        paint, ink, colour = other_colour(rng)
        sheet = crops.recolour(sheet, paint, ink)
    return shot(rng, sheet, head, tail, row["layout"], colour)


def other_colour(rng):
    name = rng.choice(["yellow", "blue", "red", "yellow", "blue"])
    paint, ink = render.PAINT[name]
    return render.vary(rng, paint, 22), render.vary(rng, ink, 15), name


def kind(row):
    return row["layout"], len(row["head"]), len(row["tail"])


def prepare(rows):
    """Rare texts count more than plates seen again and again; gives (rows, weights-expanded list, by kind)."""
    by_text = {}
    for row in rows:
        row["colour"] = colour_of(row)
        by_text.setdefault(row["text"], []).append(row)
    listed = []
    for same in by_text.values():
        listed += (same * 3)[:3] if len(same) < 3 else same[: max(3, int(len(same) ** 0.5) + 2)]
    # Two-line cars are as common on the road as in the rear view of every truck, and rare in the pictures.
    listed += [row for row in listed if row["layout"] == texts.TWO and len(row["head"]) == 3] * 3
    listed += [row for row in listed if row["layout"] == texts.ONE]
    by_kind = {}
    for row in listed:
        by_kind.setdefault(kind(row), []).append(row)
    return listed, by_kind


def batches(rows, reserved, size, seed, real_part=0.4):
    rng = random.Random(seed)
    listed, by_kind = prepare(rows)
    while True:
        x = np.empty((size, camera.READER_HEIGHT, camera.READER_WIDTH, 3), np.uint8)
        slots = np.empty((size, 10), np.int64)
        colour, layout = np.empty(size, np.int64), np.empty(size, np.int64)
        for i in range(size):
            sample = real(rng, listed, by_kind) if listed and rng.random() < real_part else rendered(rng, reserved)
            x[i], text, paint, lines = sample
            slots[i] = encode(text)
            colour[i] = KEEP_SLOT if paint is None else COLOURS.index(paint)
            layout[i] = LAYOUTS.index(lines)
        yield x, slots, colour, layout
