"""Packs the training part of some label sets for a machine elsewhere: small pictures, labels that fit them, one folder.

    python3 pack.py --labels A.jsonl B.jsonl --out FOLDER [--side 800 --quality 75]
"""
import argparse
import json
import os

import cv2

import data


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--labels", nargs="+", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--side", type=int, default=800, help="longest side of a packed picture")
    parser.add_argument("--quality", type=int, default=75, help="of WebP")
    args = parser.parse_args()
    os.makedirs(args.out, exist_ok=True)
    items = data.split([item for path in args.labels for item in data.read_set(path)])[0]
    total = 0
    with open(os.path.join(args.out, "labels.jsonl"), "w") as out:
        for number, item in enumerate(items):
            picture = cv2.imread(item["file"])
            scale = min(1.0, args.side / max(picture.shape[:2]))
            if scale < 1:
                picture = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
            name = f"{number:05d}.webp"
            cv2.imwrite(os.path.join(args.out, name), picture, [cv2.IMWRITE_WEBP_QUALITY, args.quality])
            total += os.path.getsize(os.path.join(args.out, name))
            height, width = picture.shape[:2]
            # Files may be smaller than their labels say: boxes follow the picture that is there.
            factor = width / item["width"]
            small = lambda box: [round(v * factor, 1) for v in box]
            thing = lambda o: {**o, "box": small(o["box"]), **({"riders": [{**r, "head": small(r["head"]), "size": round(r["size"] * factor, 1)} for r in o["riders"]]} if "riders" in o else {})}
            item = {**item, "file": name, "width": width, "height": height, "split": "train"}
            item["objects"], item["ignore"] = [thing(o) for o in item["objects"]], [thing(o) for o in item.get("ignore", [])]
            out.write(json.dumps(item) + "\n")
    print(len(items), "pictures,", round(total / 2**20, 1), "MiB")


if __name__ == "__main__":
    main()
