"""Packs what training needs into one folder, for a machine that has neither the data nor the fonts.

    nice python3 pack.py --data DATA_DIR --proposals RUN/proposed.jsonl --model ../../plate-finder/VERSION/model.onnx --out PACK

There: `bash PACK/run.sh MINUTES OUT [more options of train.py]` leaves OUT/final.pt, OUT/last.pt and OUT/log.txt.
Pictures show people and real plates: PACK is never committed. Pictures kept for judging are not in it.
"""
import argparse
import json
import os
import shutil

import cv2
import numpy as np
import torch

import data
import from_onnx
import glyphs
from net import Finder

HERE = os.path.dirname(os.path.abspath(__file__))
# Published squashed from 16:9; unsquashed here.
SQUASHED = {"vn-junction-camera": (800, 450)}
# Longest side, WebP quality, most pictures: judging sees these at .5 to 1.1 of their size, and 40 MiB hold no more.
CAMERAS = {
    ("handheld street", "vn-street-and-carpark"): (560, 64, None),
    ("handheld street", "eg-motorbikes"): (400, 50, 250),
    ("handheld car close", "vn-street-and-carpark"): (360, 50, None),
    ("dash-cam", "ro-dashcam"): (640, 55, None),
    ("garage handheld video", "vn-garage"): (800, 50, None),
    ("fixed traffic camera", "vn-junction-camera"): (800, 45, 140),
    ("rendered street", "rendered"): (1280, 45, None),
    ("car-park CCTV front car", "vn-street-and-carpark"): (380, 40, 90),
    ("car-park CCTV rear motorbike", "vn-street-and-carpark"): (380, 40, 90),
}
REAL_SHEETS, SHEET_QUALITY = 500, 70
RUN = """#!/bin/bash
# bash run.sh MINUTES OUT [more options of train.py, e.g. --device cpu --loaders 1]
set -euo pipefail
pack=$(cd "$(dirname "$0")" && pwd)
minutes=$1
mkdir -p "$2"
out=$(cd "$2" && pwd)
shift 2
export OMP_NUM_THREADS=1 PYTHONUNBUFFERED=1
cd "$pack/code/plate-finder"
${PYTHON:-python3} train.py --pack "$pack" --resume "$pack/start.pt" --minutes "$minutes" --out "$out" \\
  --device cuda --loaders 13 --lr 1.5e-3 --small-until 0.45 "$@" 2>&1 | tee "$out/log.txt"
"""


class Pile:
    """Encoded pictures one after the other in NAME.bin, a line each in NAME.jsonl."""

    def __init__(self, folder, name):
        self.bytes = open(os.path.join(folder, name + ".bin"), "wb")
        self.lines = open(os.path.join(folder, name + ".jsonl"), "w")

    def add(self, rgb, quality, row):
        _, code = cv2.imencode(".webp", np.ascontiguousarray(rgb[..., ::-1]), [cv2.IMWRITE_WEBP_QUALITY, quality])
        self.bytes.write(code.tobytes())
        self.lines.write(json.dumps({**row, "bytes": len(code)}, separators=(",", ":")) + "\n")

    def close(self):
        self.bytes.close()
        self.lines.close()


def varied(pictures, most=None):
    """At most `most` of them, each group's first before any group's second."""
    groups, picked, most = {}, [], most or len(pictures)
    for p in pictures:
        groups.setdefault(p["group"], []).append(p)
    while len(picked) < most and any(groups.values()):
        picked += [members.pop(0) for members in groups.values() if members]
    return picked[:most]


def shrink(picture, longest):
    """(picture, factors of x and y)."""
    rgb = data.decode(picture["code"])
    h, w = rgb.shape[:2]
    f = min(1.0, longest / max(w, h))
    size = SQUASHED.get(picture["source"], (round(w * f), round(h * f)))
    if size != (w, h):
        rgb = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA)
    return rgb, np.float32([size[0] / w, size[1] / h])


def row_of(picture, f):
    quad = lambda q: [[round(float(v), 2) for v in point] for point in q * f]
    plates = lambda key: [{**plate, "quad": quad(plate["quad"])} for plate in picture[key]]
    row = {key: picture[key] for key in ("group", "camera", "source")}
    return {**row, "plates": plates("plates"), "ignored": plates("ignored"), "friends": [quad(q) for q in picture["friends"]]}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True)
    parser.add_argument("--labels", nargs="*", default=[], help="more labels.jsonl files (rendered streets)")
    parser.add_argument("--proposals")
    parser.add_argument("--model", required=True, help="release to go on from")
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    shutil.rmtree(args.out, ignore_errors=True)
    os.makedirs(os.path.join(args.out, "code"))

    pictures = data.read_pictures(args.data, args.labels, args.proposals)
    with open(os.path.join(args.out, "held-out.txt"), "w") as out:
        out.writelines(sorted(os.path.relpath(p["file"], args.data) + "\n" for p in pictures if p["part"] == "test"))
    train = [data.load(p) for p in pictures if p["part"] == "train"]
    packed, pile = 0, Pile(args.out, "pictures")
    for (camera, source), (longest, quality, most) in CAMERAS.items():
        for picture in varied([p for p in train if (p["camera"], p["source"]) == (camera, source)], most):
            rgb, f = shrink(picture, longest)
            pile.add(rgb, quality, row_of(picture, f))
            packed += 1
    pile.close()

    rows = [r for r in data.crops.read_list(args.data) if r["part"] == "train"]
    real = data.real_sheets(data.crops.load(varied(rows, REAL_SHEETS), args.data))
    pile = Pile(args.out, "sheets")
    for sheet, layout in real:
        pile.add(sheet, SHEET_QUALITY, {"layout": layout})
    pile.close()

    fill = data.canvases(train[::8], real, 1)
    canvases = np.empty((48, 288, 448, 3), np.uint8)
    for canvas in canvases:
        fill(canvas)
    net = from_onnx.unfold(Finder(), args.model, torch.from_numpy(canvases).permute(0, 3, 1, 2).float() / 255.0 - 0.5)
    torch.save(net.state_dict(), os.path.join(args.out, "start.pt"))

    for folder in ("plate-finder", "plates"):
        shutil.copytree(os.path.join(HERE, "..", folder), os.path.join(args.out, "code", folder), ignore=lambda _, names: [n for n in names if not n.endswith(".py")])
    masks = {f"{n:02}/{sign}": glyphs.typed(sign, path) for n, path in enumerate(glyphs.FONTS) for sign in glyphs.SIGNS}
    np.savez_compressed(os.path.join(args.out, "code", "plates", "glyphs.npz"), **masks)
    with open(os.path.join(args.out, "run.sh"), "w") as out:
        out.write(RUN)
    sizes = {name: os.path.getsize(os.path.join(folder, name)) for folder, _, names in os.walk(args.out) for name in names}
    print(f"{packed} pictures, {len(real)} real sheets, {len(glyphs.FONTS)} fonts, {sum(sizes.values()) / 2**20:.1f} MiB", {k: v for k, v in sizes.items() if v > 1e5})


if __name__ == "__main__":
    main()
