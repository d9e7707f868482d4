"""The published detector in 8-bit integers (../common/quantised.py), its ranges learned from training pictures of every source.

    python3 quantise.py --labels A.jsonl B.jsonl [--version 0.6.1]
"""
import argparse
import os
import sys

import cv2
import numpy as np

import data

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "common"))
from quantised import MODELS, publish, spread

WIDTH, HEIGHT, PAD = 640, 384, 114


def as_seen(item):
    """A picture as the box shows it to the network: RGB, at the top left of a canvas."""
    picture = cv2.imread(item["file"], cv2.IMREAD_COLOR)
    scale = min(WIDTH / picture.shape[1], HEIGHT / picture.shape[0])
    canvas = np.full((HEIGHT, WIDTH, 3), PAD, np.uint8)
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA if scale < 0.7 else cv2.INTER_LINEAR)
    canvas[: small.shape[0], : small.shape[1]] = small[:HEIGHT, :WIDTH]
    return canvas[:, :, ::-1]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--labels", nargs="+", required=True, help="labels.jsonl of the pictures that it was trained on")
    parser.add_argument("--name", default="road-user-detector")
    parser.add_argument("--version", help="the original's unless given")
    parser.add_argument("--count", type=int, default=96)
    parser.add_argument("--models", default=MODELS)
    args = parser.parse_args()
    items = data.split([item for path in args.labels for item in data.read_set(path)])[0]
    publish(args.name, args.version, (as_seen(item) for item in spread(items, args.count, "source")), args.models)


if __name__ == "__main__":
    main()
