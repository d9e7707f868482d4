"""Draws one flat plate (no camera yet): RGB uint8, the sheet fills the picture from edge to edge."""
import random

import cv2
import numpy as np

from glyphs import Face

# Sizes in mm: TT 79/2024/TT-BCA, annex 04. (width, height, sign height, sign width, stroke, gap, dash, dot)
CAR_LONG = (520, 110, 63, 38, 10, 10, (14, 10), 10)
CAR_SHORT = (330, 165, 63, 38, 10, 10, (14, 10), 10)
MOTORBIKE = (190, 140, 55, 22, 7, 6, (12, 7), 7)
OLD_LONG = (470, 110, 80, 43, 10, 7, (14, 10), 10)
OLD_SHORT = (280, 200, 80, 43, 10, 6, (14, 10), 10)

PAINT = {
    "white": ((225, 225, 222), (25, 25, 30)),
    "yellow": ((232, 178, 28), (25, 22, 20)),
    "blue": ((22, 62, 150), (232, 236, 240)),
    "red": ((170, 20, 28), (236, 232, 228)),
}


def vary(rng, colour, spread):
    return np.clip(np.array(colour, np.float32) + [rng.uniform(-spread, spread) for _ in range(3)], 0, 255)


def size_of(rng, plate):
    motorbike = plate["family"].startswith(("moto", "emoto", "dipMoto", "milMoto")) or "-" in plate["rows"][0][2:3] and plate["family"] != "dipCar"
    old = rng.random() < (0.4 if plate["family"].endswith("4") else 0.15)
    if plate["layout"] == "one-line":
        old = rng.random() < 0.45  # still the majority on the road
        return OLD_LONG if old else CAR_LONG
    if motorbike:
        return MOTORBIKE
    return OLD_SHORT if old else CAR_SHORT


def lay_row(ink, face, text, size, left, right, top, height, rng):
    """Puts one row's signs between `left` and `right` px, centred; gives the boxes."""
    _, _, _, sign_w, _, gap, dash, dot = size
    s = height / size[2]
    widths = []
    for sign in text:
        if sign == "-":
            widths.append(dash[0] * s)
        elif sign == ".":
            widths.append(dot * s)
        elif sign == "1":
            widths.append(sign_w * s * rng.uniform(0.45, 0.6))
        else:
            widths.append(sign_w * s)
    gaps = [gap * s * (1.6 if "1" in text[i : i + 2] else 1) for i in range(len(text) - 1)]
    total = sum(widths) + sum(gaps)
    squeeze = min(1.0, (right - left) / total)
    if rng.random() < 0.25 and squeeze == 1:  # some makers spread the row over the sheet
        gaps = [g * min(1.5, (right - left - sum(widths)) / max(1e-6, sum(gaps))) for g in gaps]
        total = sum(widths) + sum(gaps)
    x = (left + right) / 2 - total * squeeze / 2
    for i, sign in enumerate(text):
        w = widths[i] * squeeze
        x0, x1 = int(round(x)), int(round(x + w))
        y0 = int(round(top))
        if sign == "-":
            h = dash[1] * s
            cv2.rectangle(ink, (x0, int(top + height / 2 - h / 2)), (x1, int(top + height / 2 + h / 2)), 255, -1)
        elif sign == ".":
            centre = top + height * rng.choice([0.5, 0.93, 0.93])
            cv2.circle(ink, ((x0 + x1) // 2, int(centre)), max(1, int(dot * s / 2)), 255, -1)
        else:
            mask = cv2.resize(face.mask(sign), (max(2, x1 - x0), max(2, int(round(height)))), interpolation=cv2.INTER_AREA)
            h, w_px = min(mask.shape[0], ink.shape[0] - y0), min(mask.shape[1], ink.shape[1] - x0)
            if h > 0 and w_px > 0 and x0 >= 0 and y0 >= 0:
                region = ink[y0 : y0 + h, x0 : x0 + w_px]
                np.maximum(region, mask[:h, :w_px], out=region)
        x += w + (gaps[i] * squeeze if i < len(gaps) else 0)


def ink_mask(plate, rng):
    size = size_of(rng, plate)
    scale = (300 if plate["layout"] == "one-line" else 220) / size[0]
    w, h = int(size[0] * scale), int(size[1] * scale * rng.uniform(0.96, 1.04))
    ink = np.zeros((h, w), np.uint8)
    face = Face(rng, size[4] / size[2])
    inset = 0.045 * w
    tall = size[2] * scale * rng.uniform(0.86, 1.05)
    if plate["layout"] == "one-line":
        lay_row(ink, face, plate["rows"][0], size, inset, w - inset, (h - tall) / 2, tall, rng)
    else:
        tall = min(tall, 0.42 * h)
        room = (h - 2 * tall) / 3
        upper, lower = plate["rows"]
        lay_row(ink, face, upper, size, inset * 1.5, w - inset * 1.5, room * rng.uniform(0.8, 1.1), tall, rng)
        lay_row(ink, face, lower, size, inset, w - inset, h - room * rng.uniform(0.8, 1.1) - tall, tall, rng)
    if "NG" in plate["text"] and plate["text"].endswith("NG01"):
        cv2.line(ink, (int(inset), h // 2), (int(w - inset), h // 2), 255, 2)
    return ink, size


def emboss(ink, rng):
    """A lit and a shaded edge along the raised signs."""
    shifted = np.roll(np.roll(ink, rng.choice([-1, 1]), 0), rng.choice([-1, 1]), 1)
    return (ink.astype(np.float32) - shifted) / 255.0


def add_furniture(sheet, paint, ink_colour, rng, plate):
    """Border, emblem, screws, stickers, frame."""
    h, w = sheet.shape[:2]
    if rng.random() < 0.75:
        inset = int(h * rng.uniform(0.0, 0.05))
        cv2.rectangle(sheet, (inset, inset), (w - 1 - inset, h - 1 - inset), (paint * 0.6 + ink_colour * 0.4).tolist(), max(1, int(h * rng.uniform(0.01, 0.035))))
    if rng.random() < 0.5:  # emblem
        at = (int(w * 0.415), int(h * 0.2)) if plate["layout"] == "one-line" else (int(w * rng.uniform(0.03, 0.5)), int(h * rng.choice([0.5, 0.12])))
        cv2.circle(sheet, at, max(2, int(h * rng.uniform(0.03, 0.05))), (paint * 0.7 + np.array([60, 20, 10])).tolist(), -1, cv2.LINE_AA)
    if rng.random() < 0.55:  # screws, sometimes over a sign
        for _ in range(rng.choice([1, 2, 2, 4])):
            at = (int(w * rng.choice([0.08, 0.25, 0.5, 0.75, 0.92]) + rng.uniform(-4, 4)), int(h * rng.choice([0.08, 0.12, 0.5, 0.9])))
            cv2.circle(sheet, at, max(2, int(h * rng.uniform(0.02, 0.05))), [rng.uniform(30, 200)] * 3, -1, cv2.LINE_AA)
    if rng.random() < 0.12:  # auction or clean-energy sticker
        at = (int(w * rng.uniform(0.02, 0.98)), int(h * rng.uniform(0.05, 0.95)))
        cv2.circle(sheet, at, int(h * 0.07), rng.choice([(210, 30, 30), (230, 190, 30), (40, 150, 60)]), -1, cv2.LINE_AA)
    if rng.random() < 0.25:  # a dealer's frame
        t = int(h * rng.uniform(0.02, 0.09))
        colour = [rng.uniform(10, 220)] * 3
        cv2.rectangle(sheet, (0, 0), (w - 1, h - 1), colour, t)


def weather(sheet, rng):
    """Dirt, scratches, worn paint, shadow edge, uneven light."""
    h, w = sheet.shape[:2]
    if rng.random() < 0.35:
        noise = np.array([[rng.random() for _ in range(6)] for _ in range(4)], np.float32)
        veil = cv2.resize(noise, (w, h), interpolation=cv2.INTER_CUBIC)[..., None] * rng.uniform(0.1, 0.55)
        sheet[:] = sheet * (1 - veil) + np.array([120, 100, 80], np.float32) * veil * rng.uniform(0.4, 1.2)
    if rng.random() < 0.4:
        a, b = rng.uniform(-0.5, 0.5), rng.uniform(-0.5, 0.5)
        ramp = 1 + a * np.linspace(-0.5, 0.5, w)[None, :, None] + b * np.linspace(-0.5, 0.5, h)[:, None, None]
        sheet *= ramp
    if rng.random() < 0.2:  # a shadow's straight edge
        x0, x1 = rng.uniform(0, w), rng.uniform(0, w)
        poly = np.int32([[x0, 0], [w * rng.choice([-1, 2]), 0], [w * rng.choice([-1, 2]), h], [x1, h]])
        mask = np.zeros((h, w), np.float32)
        cv2.fillPoly(mask, [poly], 1)
        sheet *= 1 - cv2.GaussianBlur(mask, (0, 0), 2)[..., None] * rng.uniform(0.2, 0.6)


def render(plate, rng=random):
    """Gives (sheet float32 H x W x 3 RGB 0..255, night) of a plate from texts.sample."""
    ink, _ = ink_mask(plate, rng)
    paint, ink_colour = (vary(rng, c, 22) for c in PAINT[plate["colour"]])
    if rng.random() < 0.15:  # faded
        ink_colour = ink_colour + (paint - ink_colour) * rng.uniform(0.1, 0.45)
    h, w = ink.shape
    sheet = np.empty((h, w, 3), np.float32)
    sheet[:] = paint
    add_furniture(sheet, paint, ink_colour, rng, plate)
    cover = ink.astype(np.float32)[..., None] / 255
    if plate["family"] == "dipCar" and plate["tail"][:2] in ("NG", "QT") and plate["layout"] == "two-line":
        red = np.array([180, 20, 30], np.float32)
        lower = np.zeros((h, w, 1), bool)
        lower[h // 2 :, : int(w * 0.48)] = True
        sheet = sheet * (1 - cover) + np.where(lower, red, ink_colour) * cover
    else:
        sheet = sheet * (1 - cover) + ink_colour * cover
    if rng.random() < 0.6:
        sheet += emboss(ink, rng)[..., None] * rng.uniform(10, 60)
    if rng.random() < 0.15:  # a bolt or lamp's shadow over a sign
        at = (int(w * rng.uniform(0, 1)), int(h * rng.uniform(0, 1)))
        cv2.circle(sheet, at, int(h * rng.uniform(0.02, 0.06)), [rng.uniform(20, 230)] * 3, -1, cv2.LINE_AA)
    weather(sheet, rng)
    return np.clip(sheet, 0, 255)
