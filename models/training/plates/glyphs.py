"""Masks of plate signs: own stroke outlines in the style of the embossed block letters, and free fonts.

A mask is uint8 H x W, 255 = ink, tight to the sign's cell (the sign fills the cell's height and width).
"""
import glob
import math
import os
from functools import lru_cache

import cv2
import numpy as np

SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZĐ"
HEIGHT, ASPECT = 96, 0.58

FONTS = [
    path
    for pattern in (
        "roadgeek/RG2014[BCDEF].ttf",
        "opendin/OSP-DIN.ttf",
        "roboto/unhinted/*/Roboto-Medium.ttf",
        "roboto/unhinted/*/RobotoCondensed-Bold.ttf",
        "roboto/unhinted/*/RobotoCondensed-Regular.ttf",
        "dejavu/DejaVuSans.ttf",
        "dejavu/DejaVuSans-Bold.ttf",
        "dejavu/DejaVuSansCondensed*.ttf",
        "liberation/LiberationSans-Bold.ttf",
        "liberation/LiberationSans-Regular.ttf",
        "liberation*/LiberationSansNarrow-Bold.ttf",
        "freefont/FreeSans.ttf",
        "freefont/FreeSansBold.ttf",
        "open-sans/OpenSans-Semibold.ttf",
        "open-sans/OpenSans-CondBold.ttf",
        "lato/Lato-Medium.ttf",
        "clear-sans/ClearSans-Medium.ttf",
        "noto/NotoSans-Medium.ttf",
    )
    for path in sorted(glob.glob(f"/usr/share/fonts/truetype/{pattern}"))
    if "Oblique" not in path
]
# Masks of typed signs drawn elsewhere (see ../plate-finder/pack.py), for a machine without these fonts.
KEPT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "glyphs.npz")
TYPED = {}
if os.path.exists(KEPT):
    with np.load(KEPT) as kept:
        TYPED = {tuple(key.split("/")): kept[key] for key in kept.files}
    FONTS = sorted({name for name, _ in TYPED})


def arc(cx, cy, rx, ry, start, end, steps=18):
    """Points of an ellipse's arc; degrees, 0 = right, 90 = down."""
    angles = np.radians(np.linspace(start, end, steps))
    return [(cx + rx * math.cos(a), cy + ry * math.sin(a)) for a in angles]


def capsule(top=0.0, bottom=1.0, ry=0.3):
    """A closed loop with round ends, as the 0 and the bowls of 6, 8, 9 have."""
    return arc(0.5, top + ry, 0.5, ry, 180, 360) + arc(0.5, bottom - ry, 0.5, ry, 0, 180) + [(0, top + ry)]


@lru_cache(maxsize=None)
def strokes(r):
    """Centre lines in a unit cell (x right, y down); `r` is the height of round ends, a style parameter."""
    half = 0.25 + r * 0.02
    d = [(0, 0), (0.45, 0)] + arc(0.45, r, 0.55, r, -90, 0) + arc(0.45, 1 - r, 0.55, r, 0, 90) + [(0, 1), (0, 0)]
    s_upper = arc(0.5, 0.26, 0.5, 0.26, -20, -180) + arc(0.5, 0.24, 0.5, 0.26, 180, 100)
    s_lower = arc(0.5, 0.74, 0.5, 0.26, -80, 0) + arc(0.5, 0.74, 0.5, 0.26, 0, 165)
    c = arc(0.5, r, 0.5, r, -15, -180) + arc(0.5, 1 - r, 0.5, r, 180, 15)
    p = [(0, 1), (0, 0), (0.5, 0)] + arc(0.5, 0.28, 0.5, 0.28, -90, 90) + [(0, 0.56)]
    return {
        "0": [capsule(ry=r)],
        "1": [[(0.15, 0.2), (0.75, 0), (0.75, 1)]],
        "2": [arc(0.5, 0.28, 0.5, 0.28, 190, 380) + [(0, 1), (1, 1)]],
        "3": [arc(0.48, half, 0.48, half, -160, 90) + [(0.35, 0.5)], [(0.35, 0.5)] + arc(0.48, 0.74, 0.52, 0.26, -90, 160)],
        "4": [[(0.72, 1), (0.72, 0), (0, 0.72), (1, 0.72)]],
        "5": [[(0.92, 0), (0.1, 0), (0.04, 0.46)] + arc(0.5, 0.69, 0.5, 0.31, -145, 160)],
        "6": [arc(0.5, 0.3, 0.5, 0.3, -20, -180) + [(0, 0.7)], capsule(0.4, 1, 0.3)],
        "7": [[(0, 0), (1, 0), (0.35, 1)]],
        "8": [capsule(0, 0.48, 0.24), capsule(0.48, 1, 0.26)],
        "9": [capsule(0, 0.6, 0.3), [(1, 0.3)] + arc(0.5, 0.7, 0.5, 0.3, 0, 160)],
        "A": [[(0, 1), (0.5, 0), (1, 1)], [(0.16, 0.68), (0.84, 0.68)]],
        "B": [[(0, 0), (0.55, 0)] + arc(0.55, 0.24, 0.4, 0.24, -90, 90) + [(0, 0.48)], [(0.5, 0.48)] + arc(0.55, 0.74, 0.45, 0.26, -90, 90) + [(0, 1), (0, 0)]],
        "C": [c],
        "D": [d],
        "Đ": [d, [(-0.2, 0.5), (0.35, 0.5)]],
        "E": [[(1, 0), (0, 0), (0, 1), (1, 1)], [(0, 0.48), (0.8, 0.48)]],
        "F": [[(1, 0), (0, 0), (0, 1)], [(0, 0.5), (0.8, 0.5)]],
        "G": [c + [(1, 0.55), (0.55, 0.55)]],
        "H": [[(0, 0), (0, 1)], [(1, 0), (1, 1)], [(0, 0.5), (1, 0.5)]],
        "I": [[(0.5, 0), (0.5, 1)]],
        "J": [[(0.9, 0), (0.9, 0.7)] + arc(0.45, 0.7, 0.45, 0.3, 0, 160)],
        "K": [[(0, 0), (0, 1)], [(0.95, 0), (0, 0.6)], [(0.35, 0.4), (1, 1)]],
        "L": [[(0, 0), (0, 1), (1, 1)]],
        "M": [[(0, 1), (0, 0), (0.5, 0.65), (1, 0), (1, 1)]],
        "N": [[(0, 1), (0, 0), (1, 1), (1, 0)]],
        "O": [capsule(ry=r * 1.15)],
        "P": [p],
        "Q": [capsule(ry=r), [(0.6, 0.75), (1, 1.05)]],
        "R": [p, [(0.5, 0.56), (1, 1)]],
        "S": [s_upper + s_lower],
        "T": [[(0, 0), (1, 0)], [(0.5, 0), (0.5, 1)]],
        "U": [[(0, 0), (0, 1 - r)] + arc(0.5, 1 - r, 0.5, r, 180, 0) + [(1, 0)]],
        "V": [[(0, 0), (0.5, 1), (1, 0)]],
        "W": [[(0, 0), (0.25, 1), (0.5, 0.2), (0.75, 1), (1, 0)]],
        "X": [[(0, 0), (1, 1)], [(1, 0), (0, 1)]],
        "Y": [[(0, 0), (0.5, 0.5), (1, 0)], [(0.5, 0.5), (0.5, 1)]],
        "Z": [[(0, 0), (1, 0), (0, 1), (1, 1)]],
    }


@lru_cache(maxsize=None)
def drawn(sign, weight, r):
    """Own outline; `weight` = stroke / height in hundredths, `r` = round end in hundredths."""
    width, thick = int(HEIGHT * ASPECT), HEIGHT * weight / 100
    pad = 24
    mask = np.zeros((HEIGHT + 2 * pad, width + 2 * pad), np.uint8)
    # Centre lines run half a stroke inside the cell.
    scale, offset = np.array([width - thick, HEIGHT - thick]), np.array([thick / 2, thick / 2]) + pad
    lines = strokes(r / 100)[sign]
    cv2.polylines(mask, [np.int32((np.array(l) * scale + offset) * 16) for l in lines], False, 255, max(1, round(thick)), cv2.LINE_AA, 4)
    if sign == "1":  # a narrow sign: cut its cell
        xs = np.flatnonzero(mask.any(0))
        return mask[pad : pad + HEIGHT, xs[0] : xs[-1] + 1]
    if sign == "Đ":
        return mask[pad : pad + HEIGHT, pad - 12 : pad + width]
    return mask[pad : pad + HEIGHT, pad : pad + width]


@lru_cache(maxsize=None)
def typed(sign, path):
    if TYPED:
        return TYPED[path, sign]
    from PIL import Image, ImageDraw, ImageFont

    font = ImageFont.truetype(path, 120)
    image = Image.new("L", (260, 220))
    ImageDraw.Draw(image).text((60, 30), sign, fill=255, font=font)
    mask = np.asarray(image)
    if not mask.any():
        return drawn(sign, 14, 30)  # the font lacks this sign
    ys, xs = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    mask = mask[ys[0] : ys[-1] + 1, xs[0] : xs[-1] + 1]
    width = mask.shape[1] * HEIGHT // mask.shape[0] if sign in "1I" else int(HEIGHT * ASPECT)
    return cv2.resize(mask, (max(8, min(width, int(HEIGHT * ASPECT))), HEIGHT), interpolation=cv2.INTER_AREA)


class Face:
    """One plate's type: own outlines with a stroke and roundness, or one font, perhaps made bolder or thinner."""

    def __init__(self, rng, stroke):
        self.path = rng.choice(FONTS) if FONTS and rng.random() < 0.45 else None
        self.weight = max(7, min(22, round(100 * stroke * rng.uniform(0.8, 1.2))))
        self.r = rng.choice([22, 26, 30, 34])
        self.swell = rng.choice([-2, 0, 0, 0, 2, 3])

    def mask(self, sign):
        if self.path is None:
            return drawn(sign, self.weight, self.r)
        mask = typed(sign, self.path)
        if self.swell:
            kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (abs(self.swell) + 1,) * 2)
            mask = cv2.dilate(mask, kernel) if self.swell > 0 else cv2.erode(mask, kernel)
        return mask
