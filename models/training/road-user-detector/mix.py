"""Interpolates the weights of two checkpoints of one network (Wortsman et al., Robust fine-tuning, CVPR 2022).

    python3 mix.py START.pt FINAL.pt --part 0.4 --out MIXED.pt
"""
import argparse

import torch


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("start")
    parser.add_argument("final")
    parser.add_argument("--part", type=float, required=True, help="of the final weights, 0..1")
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    start, final = torch.load(args.start), torch.load(args.final)
    mixed = {k: v if v.dtype == torch.int64 else v * (1 - args.part) + final[k] * args.part for k, v in start.items()}
    torch.save(mixed, args.out)


if __name__ == "__main__":
    main()
