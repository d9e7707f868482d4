"""Renders a set for judging: photos of single plates of all colours, and passages (a plate drawing near at 5 fps).

    python3 make_set.py --out DIR [--photos 400] [--passages 60] [--data DATA_DIR]

Writes DIR/labels.jsonl in the form of the plate pictures. Texts are never those of a training run: the held-out
fifth of all texts. With --data the reserved plates are left out too. Nothing here is a photograph.
"""
import argparse
import json
import os
import random

import cv2
import numpy as np

import camera
import crops
import glyphs
import render
import texts

WIDTH, HEIGHT = 960, 540


def backdrop(rng, night):
    """A street of plain shapes: sky, road, boxes with lamps, lettering."""
    sky, road = np.float32([rng.uniform(120, 230)] * 3), np.float32([rng.uniform(60, 130)] * 3)
    picture = np.empty((HEIGHT, WIDTH, 3), np.float32)
    horizon = rng.randint(120, 260)
    picture[:horizon], picture[horizon:] = sky + [0, 5, 15], road
    for _ in range(rng.randint(6, 18)):
        x, y, w, h = rng.randint(-100, WIDTH), rng.randint(0, HEIGHT), rng.randint(20, 380), rng.randint(20, 220)
        cv2.rectangle(picture, (x, y), (x + w, y + h), [rng.uniform(10, 235) for _ in range(3)], -1)
        if rng.random() < 0.3:
            cv2.circle(picture, (x + w // 3, y + h // 2), rng.randint(4, 18), [rng.uniform(100, 255) for _ in range(3)], -1)
    for _ in range(rng.randint(0, 4)):
        face = glyphs.Face(rng, 0.14)
        word = "".join(rng.choice("ABCDEGHKLMNPSTUVXY") for _ in range(rng.randint(3, 8)))
        size = rng.randint(12, 40)
        x, y = rng.randint(0, WIDTH - 260), rng.randint(0, HEIGHT - 60)
        for sign in word:
            mask = cv2.resize(face.mask(sign), (int(size * 0.6), size), interpolation=cv2.INTER_AREA).astype(np.float32)[..., None] / 255
            region = picture[y : y + size, x : x + int(size * 0.6)]
            if region.shape[:2] == mask.shape[:2]:
                region[:] = region * (1 - mask) + 240 * mask
            x += int(size * 0.72)
    picture = cv2.GaussianBlur(picture, (0, 0), 1.2)
    return picture * (rng.uniform(0.12, 0.35) if night else 1)


def put(picture, sheet, quad):
    h, w = sheet.shape[:2]
    own = float(np.linalg.norm(quad[1] - quad[0]))
    if own < 0.6 * w:
        sheet = cv2.resize(sheet, (max(8, int(own * 1.15)), max(6, int(h * own * 1.15 / w))), interpolation=cv2.INTER_AREA)
        h, w = sheet.shape[:2]
    m = cv2.getPerspectiveTransform(camera.quad_of(w, h), np.float32(quad))
    warped = cv2.warpPerspective(sheet.astype(np.float32), m, (WIDTH, HEIGHT), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    mask = np.zeros((HEIGHT, WIDTH), np.float32)
    cv2.fillPoly(mask, [np.int32(np.round(quad * 16))], 1, cv2.LINE_AA, 4)
    return picture * (1 - mask[..., None]) + warped * mask[..., None]


def finish(picture, rng, night, blur):
    """Camera at day or night: exposure, motion, noise, JPEG as H.264 at a usual rate leaves it."""
    if blur >= 2:
        picture = cv2.filter2D(picture, -1, camera.motion_kernel(rng, int(blur) + 1), borderType=cv2.BORDER_REPLICATE)
    if night:
        picture = np.repeat(picture.mean(2, keepdims=True), 3, 2)
    picture = cv2.GaussianBlur(picture, (0, 0), rng.uniform(0.4, 0.8))
    picture = picture + rng.uniform(4, 10 if night else 5) * camera.noise(rng, HEIGHT, WIDTH, 1)
    return np.clip(picture, 0, 255).astype(np.uint8)


def plate_of(rng, colour, reserved):
    while True:
        plate = texts.sample(rng)
        if plate["family"] != "milMoto" and plate["colour"] == colour and crops.held_out(plate["text"]) and not texts.is_reserved(plate["text"], reserved):
            return plate


def line(file, kind, plate, quad, passage=None):
    low, high = quad.min(0), quad.max(0)
    row = {
        "file": file, "source": "rendered", "width": WIDTH, "height": HEIGHT, "country": "VN", "camera": kind, "group": passage or file,
        "plates": [{"box": [round(float(v), 1) for v in (*low, *(high - low))], "corners": [[round(float(v), 1) for v in p] for p in quad], "layout": plate["layout"], "text": plate["text"], "textCheck": "agree", "colour": plate["colour"]}],
    }
    return {**row, "passage": passage} if passage else row


def photo(rng, colour, reserved):
    plate = plate_of(rng, colour, reserved)
    sheet = render.render(plate, rng)
    width = float(np.exp(rng.uniform(np.log(50), np.log(190))))
    quad = camera.tilt(rng, width, width * sheet.shape[0] / sheet.shape[1])
    quad += np.float32([rng.uniform(150, WIDTH - 150), rng.uniform(120, HEIGHT - 120)])
    return plate, np.float32(quad), finish(put(backdrop(rng, False), sheet, quad), rng, False, rng.uniform(0, 2.5))


def passage(rng, night, reserved):
    """Frames of one vehicle that comes nearer, 5 a second; by night infra-red: no colour, reflective sheet, glare."""
    plate = plate_of(rng, rng.choice(["white", "white", "white", "yellow", "blue"]), reserved)
    sheet = render.render(plate, rng)
    scene = backdrop(rng, night)
    start, end = rng.uniform(28, 45), rng.uniform(80, 150)
    at, speed = np.float32([rng.uniform(250, WIDTH - 250), 90]), np.float32([rng.uniform(-12, 12), rng.uniform(30, 45)])
    shape = camera.tilt(rng, 1.0, sheet.shape[0] / sheet.shape[1])
    if night:
        sheet = np.clip(sheet.mean(2, keepdims=True) * rng.uniform(0.7, 1.6), 0, 255) * np.ones(3, np.float32)
    for n in range(9):
        width = start * (end / start) ** (n / 8)
        quad = np.float32(shape * width + at + speed * n)
        picture = put(scene.copy(), sheet, quad)
        if night:
            yy, xx = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
            lamp = quad[0] + np.float32([-width * 0.8, -width * 0.3])
            picture += (np.exp(-((xx - lamp[0]) ** 2 + (yy - lamp[1]) ** 2) / (2 * (width * 0.35) ** 2)) * 255)[..., None]
        yield plate, quad, finish(picture, rng, night, rng.uniform(0, 0.05) * width)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", required=True)
    parser.add_argument("--photos", type=int, default=400)
    parser.add_argument("--passages", type=int, default=60)
    parser.add_argument("--data")
    parser.add_argument("--seed", type=int, default=20)
    args = parser.parse_args()
    os.makedirs(args.out, exist_ok=True)
    rng, rows = random.Random(args.seed), []
    reserved = texts.read_reserved(args.data) if args.data else set()
    save = lambda file, picture: cv2.imwrite(os.path.join(args.out, file), picture[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 82])
    for n in range(args.photos):
        colour = ("white", "yellow", "blue", "red")[n % 4]
        plate, quad, picture = photo(rng, colour, reserved)
        save(f"photo-{n:04d}.jpg", picture)
        rows.append(line(f"photo-{n:04d}.jpg", "rendered photo", plate, quad))
    for n in range(args.passages):
        night = n % 2 == 1
        for k, (plate, quad, picture) in enumerate(passage(rng, night, reserved)):
            save(f"passage-{n:03d}-{k}.jpg", picture)
            rows.append(line(f"passage-{n:03d}-{k}.jpg", f"rendered passage, {'night' if night else 'day'}", plate, quad, f"passage-{n:03d}"))
    with open(os.path.join(args.out, "labels.jsonl"), "w") as out:
        out.writelines(json.dumps(row) + "\n" for row in rows)
    print(len(rows), "pictures")


if __name__ == "__main__":
    main()
