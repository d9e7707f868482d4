"""A published model.onnx back as a checkpoint, so that training goes on from it (train.py --resume).

    python3 from_onnx.py MODEL.onnx --labels A.jsonl --size medium --out start.pt
"""
import argparse
import json
import os
import sys

import numpy as np
import torch

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "common"))
import data
from net import SIZES, Detector
from published import fill, give_statistics, scaled

PICTURES, BATCHES = 160, 12


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model")
    parser.add_argument("--labels", required=True, help="a labels.jsonl of the pictures to be trained on")
    parser.add_argument("--size", choices=SIZES, default="medium")
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    net = Detector(args.size).eval()
    norms, missing = fill(net, args.model, torch.zeros(1, 3, 384, 640))
    if missing:
        raise SystemExit(f"{args.model} does not hold {', '.join(missing)}")
    items = data.split(data.read_set(args.labels))[0]
    chosen = np.random.default_rng(1).permutation(len(items))[:PICTURES]
    samples = [data.load(items[i]) for i in chosen]
    batches = data.batches(samples, np.full(len(samples), 1 / len(samples)), 416, 256, 16, 5)
    give_statistics(net, norms, (scaled(next(batches)[0]) for _ in range(BATCHES)))
    torch.save(net.state_dict(), args.out)
    print(json.dumps({"out": args.out, "norms": len(norms)}))


if __name__ == "__main__":
    main()
