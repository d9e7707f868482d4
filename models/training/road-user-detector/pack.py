"""Packs the training part of some label sets for a machine elsewhere: one film a source, and labels that fit it.

    python3 pack.py --labels A.jsonl B.jsonl --out FOLDER [--side 800 --crf 27]

Neighbours of a fixed camera are alike, so that H.265 takes a third of what single pictures take. There, unpack.py
makes pictures of it again.
"""
import argparse
import gzip
import json
import os
import subprocess

import cv2
import numpy as np

import data

FILL = 114


def film(pictures, file, crf):
    """Writes pictures (BGR) as the frames of one film, each in the upper left corner."""
    height, width = (-(-max(p.shape[k] for p in pictures) // 2) * 2 for k in (0, 1))
    command = ["ffmpeg", "-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "bgr24", "-s", f"{width}x{height}", "-i", "-"]
    command += ["-pix_fmt", "yuv420p", "-c:v", "libx265", "-preset", "medium", "-crf", str(crf), "-x265-params", "log-level=error", file]
    encoder = subprocess.Popen(command, stdin=subprocess.PIPE)
    for picture in pictures:
        canvas = np.full((height, width, 3), FILL, np.uint8)
        canvas[: picture.shape[0], : picture.shape[1]] = picture
        encoder.stdin.write(canvas.tobytes())
    encoder.stdin.close()
    if encoder.wait():
        raise SystemExit(f"ffmpeg could not write {file}")


def shrunk(item, side):
    """The picture at most `side` long, and its labels in its own pixels."""
    picture = cv2.imread(item["file"])
    scale = min(1.0, side / max(picture.shape[:2]))
    if scale < 1:
        picture = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    height, width = picture.shape[:2]
    # Files may be smaller than their labels say: boxes follow the picture that is there.
    factor = width / item["width"]
    small = lambda box: [round(v * factor, 1) for v in box]
    rider = lambda r: {**r, "head": small(r["head"]), "size": round(r["size"] * factor, 1)}
    thing = lambda o: {**o, "box": small(o["box"]), **({"riders": [rider(r) for r in o["riders"]]} if "riders" in o else {})}
    item = {**item, "width": width, "height": height, "split": "train"}
    item["objects"], item["ignore"] = [thing(o) for o in item["objects"]], [thing(o) for o in item.get("ignore", [])]
    return picture, item


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--labels", nargs="+", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--side", type=int, default=800, help="longest side of a packed picture")
    parser.add_argument("--crf", type=int, default=27, help="quality of H.265")
    args = parser.parse_args()
    os.makedirs(args.out, exist_ok=True)
    items = data.split([item for path in args.labels for item in data.read_set(path)])[0]
    groups = {}
    for item in sorted(items, key=lambda i: (i["source"], i["height"] / i["width"], i["file"])):
        groups.setdefault(item["source"], []).append(item)
    with gzip.open(os.path.join(args.out, "labels.jsonl.gz"), "wt") as out:
        for source, group in groups.items():
            packed = [shrunk(item, args.side) for item in group]
            file = os.path.join(args.out, f"{source}.mp4")
            film([picture for picture, _ in packed], file, args.crf)
            out.writelines(json.dumps({**item, "film": f"{source}.mp4", "file": f"{source}-{n:05d}.jpg"}) + "\n" for n, (_, item) in enumerate(packed))
            print(source, len(packed), "pictures,", round(os.path.getsize(file) / 2**20, 1), "MiB", flush=True)


if __name__ == "__main__":
    main()
