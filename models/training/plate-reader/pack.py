"""Packs what training of the reader needs into one folder, for a machine that has neither the data nor the fonts.

    nice python3 pack.py --data DATA --proposals RUN/teacher.jsonl RUN/self.jsonl --out PACK

There: train.py --data PACK. Crops show real plates: PACK is never committed.
"""
import argparse
import os
import shutil

import numpy as np

from samples import crops
import glyphs  # in ../plates, which samples put on the path

RESERVED = "reserved-plates.sha256-16.txt"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True)
    parser.add_argument("--proposals", nargs="*", default=[])
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    os.makedirs(args.out, exist_ok=True)
    rows = crops.read(args.data, args.proposals)
    crops.pack(rows, args.out)
    shutil.copy(os.path.join(args.data, RESERVED), args.out)
    masks = {f"{n:02}/{sign}": glyphs.typed(sign, path) for n, path in enumerate(glyphs.FONTS) for sign in glyphs.SIGNS}
    np.savez_compressed(os.path.join(args.out, "glyphs.npz"), **masks)
    size = sum(os.path.getsize(os.path.join(args.out, name)) for name in os.listdir(args.out))
    print(len(rows), "crops,", len(glyphs.FONTS), f"fonts, {size / 2**20:.1f} MiB")


if __name__ == "__main__":
    main()
