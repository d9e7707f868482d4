"""Makes pictures of the films of pack.py again.

    python3 unpack.py PACK --out FOLDER
"""
import argparse
import gzip
import json
import os
from concurrent.futures import ThreadPoolExecutor

import cv2


def unpack(film, items, out):
    frames = cv2.VideoCapture(film)
    for item in items:
        ok, frame = frames.read()
        if not ok:
            raise SystemExit(f"{film} ends before {item['file']}")
        cv2.imwrite(os.path.join(out, item["file"]), frame[: item["height"], : item["width"]], [cv2.IMWRITE_JPEG_QUALITY, 96])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pack")
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    os.makedirs(args.out, exist_ok=True)
    films = {}
    with gzip.open(os.path.join(args.pack, "labels.jsonl.gz"), "rt") as lines, open(os.path.join(args.out, "labels.jsonl"), "w") as out:
        for line in lines:
            item = json.loads(line)
            films.setdefault(item.pop("film"), []).append(item)
            out.write(json.dumps(item) + "\n")
    with ThreadPoolExecutor() as pool:
        list(pool.map(lambda pair: unpack(os.path.join(args.pack, pair[0]), pair[1], args.out), films.items()))


if __name__ == "__main__":
    main()
