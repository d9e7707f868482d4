"""Exports a checkpoint to ONNX (uint8 NHWC of any size in, candidates out) and enters it in models/manifest.json.

    python3 export.py CHECKPOINT.pt [--version 0.1.0] [--threshold 0.2] [--plate-threshold 0.5]
"""
import argparse

import torch

import data  # puts ../plates on the path
from net import Deployed, Finder

import manifest

STEP, MAX_PIXELS = 32, 640 * 384


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint")
    parser.add_argument("--version", default="0.1.0")
    parser.add_argument("--threshold", type=float, default=0.2, help="candidates from here on are read")
    parser.add_argument("--plate-threshold", type=float, default=0.5, help="unreadable candidates from here on are called plates")
    args = parser.parse_args()
    net = Finder()
    net.load_state_dict(torch.load(args.checkpoint, map_location="cpu"))
    fresh = manifest.place("plate-finder", args.version) + ".tmp"
    torch.onnx.export(
        Deployed(net.eval()).eval(),
        torch.zeros(1, 320, 512, 3, dtype=torch.uint8),
        fresh,
        opset_version=13,
        input_names=["image"],
        output_names=["plates"],
        dynamic_axes={"image": {1: "height", 2: "width"}, "plates": {0: "rows"}},
    )
    entry = {
        "input": {"name": "image", "layout": "NHWC", "type": "uint8", "colour": "RGB", "step": STEP, "maxPixels": MAX_PIXELS, "pad": 114},
        "output": {"name": "plates", "columns": ["score", "two-line", "x1", "y1", "x2", "y2", "x3", "y3", "x4", "y4"]},
        "scoreThreshold": args.threshold,
        "plateThreshold": args.plate_threshold,
    }
    manifest.enter("plate-finder", args.version, fresh, entry)


if __name__ == "__main__":
    main()
