"""A published model.onnx back as a checkpoint, so that training goes on from it (train.py --resume).

    python3 from_onnx.py MODEL.onnx --data DATA --proposals FILE.jsonl --out start.pt
"""
import argparse
import os
import sys

import torch

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "common"))
import samples
from net import HEIGHT, WIDTH, Reader
from published import fill, give_statistics, products, scaled
from samples import crops, texts

BATCHES, SIZE = 12, 64


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model")
    parser.add_argument("--data", required=True, help="folder with plates/labels.jsonl and the reserved list, or one that pack.py wrote")
    parser.add_argument("--proposals", nargs="*", default=[], help="JSON lines of label-crops.mjs or read_crops.py")
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    net = Reader().eval()
    norms, missing = fill(net, args.model, torch.zeros(1, 3, HEIGHT, WIDTH))
    # The export turns these two over, and forgets their names.
    for name, matrix in zip(("hidden", "sign"), products(args.model)):
        getattr(net, name).weight.data = matrix.t().contiguous()
        missing.remove(f"{name}.weight")
    if missing:
        raise SystemExit(f"{args.model} does not hold {', '.join(missing)}")
    rows = [row for row in crops.read(args.data, args.proposals) if row["part"] == "train"]
    batches = samples.batches(rows, texts.read_reserved(args.data), SIZE, 5)
    give_statistics(net, norms, (scaled(next(batches)[0]) for _ in range(BATCHES)))
    torch.save(net.state_dict(), args.out)
    print("written", args.out)


if __name__ == "__main__":
    main()
