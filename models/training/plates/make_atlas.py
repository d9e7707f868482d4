"""Draws the plates that vehicles of the rendered site carry: one picture with all of them, and what each one says.

    python3 make_atlas.py --out scripts/render-site/plates [--cars 150] [--motorbikes 170] [--data DATA_DIR] [--seed 1]

Writes OUT/atlas.jpg and OUT/atlas.json: `{width, height, plates: [{text, family, colour, front?, rear}]}`; `front` and
`rear` are `{layout, box: [x, y, w, h]}` in pixels of the picture. Texts are of the held-out fifth that no reader ever
trains on; with --data the reserved plates are left out too.
"""
import argparse
import json
import os
import random

import cv2
import numpy as np

import crops
import render
import texts

WIDTH = 1920
CELLS = {"one-line": (192, 41), "car": (156, 78), "motorbike": (108, 80)}
GAP = 2
CAR_FAMILIES = {"car5": 130, "mil": 6, "dipCar": 5, "special5": 6, "car4": 3}
MOTO_FAMILIES = {"moto5": 110, "motoPair5": 34, "moto4": 14, "emoto": 12}


def wanted(rng, family, reserved):
    """A plate of this family that no reader trained on."""
    while True:
        plate = texts.sample(rng)
        if plate["family"] != family or not crops.held_out(plate["text"]):
            continue
        if not texts.is_reserved(plate["text"], reserved):
            return plate


def in_layout(plate, layout):
    """The same plate with its signs in one line or in two."""
    rows = plate["rows"] if len(plate["rows"]) == 2 else split_rows(plate)
    # Not every font has the barred letter; a box in its place would be a plate that nobody has.
    rows = [row.replace("Đ", "D") for row in rows]
    return {**plate, "layout": layout, "rows": ["-".join(rows)] if layout == texts.ONE else rows}


def split_rows(plate):
    row = plate["rows"][0]
    at = row.index("-") if plate["family"] != "dipCar" else row.index("-", 3)
    return [row[:at], row[at + 1 :]]


class Shelves:
    """Cells beside each other, shelf above shelf."""

    def __init__(self):
        self.cells, self.x, self.y, self.height = [], 0, 0, 0

    def put(self, sheet, size):
        w, h = size
        if self.x + w > WIDTH or h != self.height:
            self.y += self.height + GAP if self.cells else 0
            self.x, self.height = 0, h
        box = [self.x, self.y, w, h]
        self.cells.append((cv2.resize(sheet.astype(np.float32), (w, h), interpolation=cv2.INTER_AREA), box))
        self.x += w + GAP
        return box

    def picture(self):
        canvas = np.zeros((self.y + self.height, WIDTH, 3), np.uint8)
        for sheet, (x, y, w, h) in self.cells:
            canvas[y : y + h, x : x + w] = np.clip(sheet, 0, 255)
        return canvas


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--out", required=True)
    options.add_argument("--data", help="folder with the reserved plates")
    options.add_argument("--seed", type=int, default=1)
    args = options.parse_args()
    rng = random.Random(args.seed)
    reserved = texts.read_reserved(args.data) if args.data else set()
    cars = [wanted(rng, family, reserved) for family, n in CAR_FAMILIES.items() for _ in range(n)]
    bikes = [wanted(rng, family, reserved) for family, n in MOTO_FAMILIES.items() for _ in range(n)]
    shelves, rows = Shelves(), []
    for plate in cars:
        row = {key: plate[key] for key in ("text", "family", "colour")}
        row["front"] = {"layout": texts.ONE, "box": shelves.put(render.render(in_layout(plate, texts.ONE), rng), CELLS["one-line"])}
        rows.append(row)
    for plate, row in zip(cars, rows):
        row["rear"] = {"layout": texts.TWO, "box": shelves.put(render.render(in_layout(plate, texts.TWO), rng), CELLS["car"])} if rng.random() < 0.6 else row["front"]
    for plate in bikes:
        row = {key: plate[key] for key in ("text", "family", "colour")}
        row["rear"] = {"layout": texts.TWO, "box": shelves.put(render.render(in_layout(plate, texts.TWO), rng), CELLS["motorbike"])}
        rows.append(row)
    picture = shelves.picture()
    os.makedirs(args.out, exist_ok=True)
    cv2.imwrite(os.path.join(args.out, "atlas.jpg"), picture[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 86])
    with open(os.path.join(args.out, "atlas.json"), "w") as out:
        json.dump({"width": picture.shape[1], "height": picture.shape[0], "plates": rows}, out, separators=(",", ":"))
        out.write("\n")


if __name__ == "__main__":
    main()
