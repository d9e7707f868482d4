"""Cuts the motorbikes of the training part out of labelled pictures, into one file for train.py.

    python3 pack.py --labels RENDERED/labels.jsonl --marked marked-heads.json --data DATA --out RUN/crops.npz
"""
import argparse

from data import read_marked, read_rendered, save


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--labels", nargs="*", default=[])
    parser.add_argument("--marked")
    parser.add_argument("--data", help="the folder that the names in --marked begin in")
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    samples = [s for path in args.labels for s in read_rendered(path)[0]]
    if args.marked:
        samples += read_marked(args.marked, args.data)[0]
    save(args.out, samples)
    print(len(samples), "motorbikes,", sum(len(s.heads) for s in samples), "heads")


if __name__ == "__main__":
    main()
