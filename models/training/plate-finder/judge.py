"""Judges a finder's checkpoint on pictures kept apart: AP50 by outline, recall at precision .95, corner error.

    python3 judge.py CHECKPOINT.pt --data DATA_DIR [--draw FOLDER]
"""
import argparse
import os

import cv2
import numpy as np
import torch

import data
from net import Deployed, Finder

WIDTH, HEIGHT = 512, 320


def letterbox(rgb, width=WIDTH, height=HEIGHT):
    scale = min(width / rgb.shape[1], height / rgb.shape[0])
    size = max(1, round(rgb.shape[1] * scale)), max(1, round(rgb.shape[0] * scale))
    small = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    canvas = np.full((height, width, 3), 114, np.uint8)
    canvas[: size[1], : size[0]] = small
    return canvas, scale


def box(quad):
    return np.concatenate((quad.min(0), quad.max(0)))


def overlap(a, b):
    low, high = np.maximum(a[:2], b[:2]), np.minimum(a[2:], b[2:])
    inter = np.prod(np.maximum(0, high - low))
    return inter / (np.prod(a[2:] - a[:2]) + np.prod(b[2:] - b[:2]) - inter + 1e-9)


def same(a, b):
    """Two finds of one plate: much in common, or one mostly within the other (the two levels see it in two sizes)."""
    inner = np.prod(np.maximum(0, np.minimum(a[2:], b[2:]) - np.maximum(a[:2], b[:2])))
    return overlap(a, b) >= 0.4 or inner >= 0.6 * min(np.prod(a[2:] - a[:2]), np.prod(b[2:] - b[:2]))


def find(deployed, rgb, least=0.05):
    """Plates of one picture: [(score, two-line, quad in picture pixels)], best first, overlaps removed."""
    canvas, scale = letterbox(rgb)
    with torch.no_grad():
        rows = deployed(torch.from_numpy(canvas)[None]).numpy()
    kept = []
    for row in rows[rows[:, 0] > least]:
        quad = row[2:].reshape(4, 2) / scale
        if not any(same(box(quad), box(other)) for _, _, other in kept):
            kept.append((float(row[0]), float(row[1]), quad))
    return kept


def measure(deployed, pictures, mended=False):
    """{camera: {plates, ap50, recall95, corner}}; plates narrower than 9 px on the net's input do not count.

    `mended`: finds on unlabelled plates that a person saw count for nothing, instead of as wrong.
    """
    by_camera = {}
    for picture in pictures:
        rgb = cv2.imdecode(picture["code"], cv2.IMREAD_COLOR)[..., ::-1]
        scale = min(WIDTH / rgb.shape[1], HEIGHT / rgb.shape[0])
        found = find(deployed, np.ascontiguousarray(rgb))
        free = list(range(len(picture["plates"])))
        beyond = [p["quad"] for p in picture["ignored"]] if mended else []
        small = {i for i in free if data.sides(picture["plates"][i]["quad"])[0] * scale < 9}
        entry = by_camera.setdefault((picture["camera"], picture["source"]), {"plates": 0, "hits": [], "corner": []})
        entry["plates"] += len(free) - len(small)
        for score, _, quad in found:
            best = max(free, key=lambda i: overlap(box(quad), box(picture["plates"][i]["quad"])), default=None)
            if best is not None and overlap(box(quad), box(picture["plates"][best]["quad"])) >= 0.5:
                free.remove(best)
                if best not in small:
                    entry["hits"].append((score, True))
                    truth = picture["plates"][best]
                    if truth["exact"]:
                        entry["corner"].append(np.linalg.norm(quad - truth["quad"], axis=1).mean() / data.sides(truth["quad"])[0])
            elif not any(data.mend.touches(quad, other) for other in beyond):
                entry["hits"].append((score, False))
    out = {}
    for key, e in by_camera.items():
        hits = sorted(e["hits"], reverse=True)
        good = np.cumsum([h[1] for h in hits]) if hits else np.zeros(0)
        precision = good / np.arange(1, len(hits) + 1)
        recall = good / max(1, e["plates"])
        hull = np.maximum.accumulate(precision[::-1])[::-1] if len(hits) else precision
        steps = np.diff(np.concatenate(([0], recall)))
        ok = recall[hull >= 0.95]
        out[key] = {"plates": e["plates"], "ap50": float((hull * steps).sum()), "recall95": float(ok.max()) if len(ok) else 0.0, "corner": float(np.mean(e["corner"])) if e["corner"] else None}
    return out


def deployed_of(weights):
    net = Finder()
    net.load_state_dict(weights)
    return Deployed(net.eval()).eval()


def summary(weights, pictures, most, mended=False):
    """One line a camera; at most `most` pictures a camera."""
    counts, some = {}, []
    for p in pictures:
        counts[p["camera"]] = counts.get(p["camera"], 0) + 1
        if counts[p["camera"]] <= most:
            some.append(p)
    rows = measure(deployed_of(weights), some, mended)
    return "".join(f"\n  {c} ({s}): {r['plates']} plates AP50 {r['ap50']:.3f} recall@.95 {r['recall95']:.3f} corner {100 * (r['corner'] or 0):.1f} %" for (c, s), r in sorted(rows.items()))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint")
    parser.add_argument("--data", required=True)
    parser.add_argument("--only", default="", help="cameras whose name begins so, e.g. \"handheld street\"")
    parser.add_argument("--draw", help="folder for pictures with what was found (outside the repository)")
    args = parser.parse_args()
    torch.set_num_threads(1)
    pictures = [data.load(p) for p in data.read_pictures(args.data) if p["part"] == "test" and p["camera"].startswith(args.only)]
    weights = torch.load(args.checkpoint, map_location="cpu")
    print("labels as published", summary(weights, pictures, 10_000))
    print("with what a person saw", summary(weights, pictures, 10_000, True))
    if args.draw:
        os.makedirs(args.draw, exist_ok=True)
        deployed = deployed_of(weights)
        for n, picture in enumerate(p for p in pictures if p["camera"] in ("handheld street", "handheld car close")):
            rgb = np.ascontiguousarray(cv2.imdecode(picture["code"], cv2.IMREAD_COLOR)[..., ::-1])
            for plate in picture["plates"]:
                cv2.polylines(rgb, [np.int32(plate["quad"])], True, (0, 200, 255), 1)
            for score, _, quad in find(deployed, rgb, 0.2):
                cv2.polylines(rgb, [np.int32(quad)], True, (0, 255, 0), 1)
                cv2.putText(rgb, f"{score:.2f}", tuple(np.int32(quad[0]).tolist()), 0, 0.4, (255, 0, 0), 1)
            cv2.imwrite(os.path.join(args.draw, f"{n:04d}.png"), rgb[..., ::-1])


if __name__ == "__main__":
    main()
