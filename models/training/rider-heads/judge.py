"""Figures of a checkpoint on held-out crops: riders counted, helmets told, by size; and the calibration of helmets.

    python3 judge.py CHECKPOINT.pt --labels RENDERED/labels.jsonl [--marked marked-heads.json --data DATA] [--draw SHEET.jpg]
"""
import argparse
import json

import cv2
import numpy as np
import torch

from crops import VISIBLE, Crops
from data import read_marked, read_rendered
from net import RiderHeads, peaks

THRESHOLD = 0.4
SIZES = ((0, 12), (12, 18), (18, 24), (24, 1e9))


def look(net, samples):
    """(what the net found n x 8 x 4, true heads n x 5 x 5 in the same pixels, crops n x 3 x 128 x 128)."""
    crops = Crops(samples, np.ones(len(samples)), "cpu")
    found, heads, pictures = [], [], []
    with torch.no_grad():
        for at in torch.arange(len(samples)).split(64):
            x, h = crops.cut(at)
            found.append(peaks(net(x.round().clamp(0, 255) / 255 - 0.5)))
            heads.append(h), pictures.append(x)
    return torch.cat(found).numpy(), torch.cat(heads).numpy(), torch.cat(pictures).numpy()


def match(found, heads):
    """Pairs of a found head and a true one that is no farther away than its size; best score first."""
    pairs, taken = [], set()
    for x, y, score, helmet in found:
        if score < THRESHOLD:
            continue
        near = [(np.hypot(x - t[0], y - t[1]) / max(t[2], 6), k) for k, t in enumerate(heads) if t[2] > 0 and k not in taken]
        distance, k = min(near, default=(9, None))
        taken.add(k) if distance <= 0.8 else None
        pairs.append((score, helmet, heads[k] if distance <= 0.8 else None))
    return pairs


def fit(chance, truth, steps=4000, rate=0.02):
    """Scale and offset of the logit that fit best (Platt, 1999), drawn a little to one and nought."""
    z = np.log(chance.clip(1e-4, 1 - 1e-4) / (1 - chance.clip(1e-4, 1 - 1e-4)))
    a, b = 1.0, 0.0
    for _ in range(steps):
        off = 1 / (1 + np.exp(-(a * z + b))) - truth
        a, b = a - rate * ((off * z).mean() + 0.002 * (a - 1)), b - rate * (off.mean() + 0.002 * b)
    return a, b


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint")
    parser.add_argument("--labels", nargs="*", default=[])
    parser.add_argument("--marked")
    parser.add_argument("--data", help="the folder that the names in --marked begin in")
    parser.add_argument("--draw", help="write a sheet of crops with what was found")
    args = parser.parse_args()
    torch.set_num_threads(1)
    net = RiderHeads().eval()
    net.load_state_dict(torch.load(args.checkpoint, map_location="cpu"))
    samples = [s for path in args.labels for s in read_rendered(path)[1]]
    if args.marked:
        samples += read_marked(args.marked, args.data)[1]
    found, heads, pictures = look(net, samples)
    pairs = [match(f, h) for f, h in zip(found, heads)]
    shown = [[t for t in h if t[2] > 0 and t[4] >= VISIBLE] for h in heads]
    print(f"{len(samples)} crops, {sum(map(len, shown))} heads")
    counts = [(len(p), len(s)) for p, s in zip(pairs, shown)]
    for truth in sorted({s for _, s in counts}):
        of = [p for p, s in counts if s == truth]
        print(f"  {truth} heads shown: {np.mean([p == truth for p in of]):.3f} counted right of {len(of)}, one more or less {np.mean([abs(p - truth) <= 1 for p in of]):.3f}")
    hits = [p for row in pairs for p in row]
    right = [p for p in hits if p[2] is not None]
    print(f"  heads: precision {len(right) / max(1, len(hits)):.3f}, recall {len([p for p in right if p[2][4] >= VISIBLE]) / max(1, sum(map(len, shown))):.3f}")
    for low, high in SIZES:
        told = [(p[1], p[2][3]) for p in right if p[2][3] >= 0 and low <= p[2][2] < high]
        for wears in (1, 0):
            of = [c for c, t in told if t == wears]
            if of:
                print(f"  {'helmet' if wears else 'bare'}, heads of {low}-{high:g} px: {np.mean([(c > 0.5) == bool(wears) for c in of]):.3f} right of {len(of)}; surer than .85: {np.mean([max(c, 1 - c) > 0.85 for c in of]):.2f}, wrong and surer {np.mean([(c > 0.85) if not wears else (c < 0.15) for c in of]):.3f}")
    told = [(p[1], p[2][3]) for p in right if p[2][3] >= 0]
    if len({t for _, t in told}) == 2:
        chance, truth = (np.array(v) for v in zip(*told))
        scale, offset = fit(chance, truth)
        print("  helmet calibration", json.dumps({"scale": round(scale, 3), "offset": round(offset, 3)}))
    if args.draw:
        draw(args.draw, pictures, pairs, found)


def draw(file, pictures, pairs, found, columns=10, most=60):
    order = np.random.default_rng(4).permutation(len(pictures))[:most]
    cells = []
    for i in order:
        cell = cv2.resize(pictures[i].transpose(1, 2, 0)[:, :, ::-1].clip(0, 255).astype(np.uint8), None, fx=1.25, fy=1.25)
        for x, y, score, helmet in found[i]:
            if score >= THRESHOLD:
                colour = (0, 200, 0) if helmet > 0.85 else (0, 0, 255) if helmet < 0.15 else (0, 220, 255)
                cv2.circle(cell, (int(x * 1.25), int(y * 1.25)), 9, colour, 1)
        cells.append(cell)
    while len(cells) % columns:
        cells.append(np.zeros_like(cells[0]))
    cv2.imwrite(file, np.vstack([np.hstack(cells[r : r + columns]) for r in range(0, len(cells), columns)]))


if __name__ == "__main__":
    main()
