"""The published finder in 8-bit integers (../common/quantised.py), its ranges learned from training pictures of every camera:
each whole, and a view around one of its plates, as vehicles are looked at.

    python3 quantise.py --data DATA_DIR [--version 0.2.0]
"""
import argparse
import os
import random
import sys

import data
import judge

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "common"))
from quantised import MODELS, publish, spread

VIEW = 320, 192


def as_seen(pictures):
    """Canvases as the box shows them to the network: RGB, uint8."""
    rng = random.Random(1)
    for picture in pictures:
        rgb = data.pixels(data.load(dict(picture)))
        yield judge.letterbox(rgb)[0]
        yield data.view(rng, rgb, picture["plates"], [], *VIEW)[0]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True)
    parser.add_argument("--version", help="the original's unless given")
    parser.add_argument("--count", type=int, default=168)
    parser.add_argument("--models", default=MODELS)
    args = parser.parse_args()
    pictures = [picture for picture in data.read_pictures(args.data) if picture["part"] == "train"]
    publish("plate-finder", args.version, as_seen(spread(pictures, args.count, "camera")), args.models)


if __name__ == "__main__":
    main()
