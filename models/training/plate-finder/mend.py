"""Mends labels: plates that nobody labelled, regions that nobody can tell, and what looks like a plate and is none.

`looked-at.jsonl` holds what a person saw, a line a place: {file, verdict: plate | unsure | none, corners, why}. It
serves training; of pictures kept for judging the bench reads `plate` and `unsure`, as regions that count for nothing.
"""
import json
import os

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
# Cameras whose publishers labelled the nearest vehicles only.
INCOMPLETE = ("dash-cam", "fixed traffic camera", "garage handheld video")
SURE, OFFERED, OFFERED_SMALL, SMALL_PX = 0.5, 0.12, 0.15, 16


def box(quad):
    return np.concatenate((quad.min(0), quad.max(0)))


def touches(quad, other):
    """The centre of `quad` lies in the box of `other`, or their boxes share a quarter."""
    a, b, centre = box(quad), box(other), quad.mean(0)
    if (b[:2] <= centre).all() and (centre <= b[2:]).all():
        return True
    inner = np.prod(np.maximum(0, np.minimum(a[2:], b[2:]) - np.maximum(a[:2], b[:2])))
    return inner > 0.25 * (np.prod(a[2:] - a[:2]) + np.prod(b[2:] - b[:2]) - inner)


def pictures(all_pictures, data_dir, proposals=None):
    """Adds to each picture what was seen (`plates`, `ignored`, `friends`); held-out ones get `ignored` only."""
    by_file = {os.path.relpath(p["file"], data_dir): p for p in all_pictures}
    with open(os.path.join(HERE, "looked-at.jsonl")) as lines:
        for row in map(json.loads, lines):
            picture, quad = by_file.get(row["file"]), np.float32(row["corners"])
            if picture is None:
                continue
            if row["verdict"] == "none":
                picture["friends"].append(quad)
            elif row["verdict"] == "plate" and picture["part"] == "train":
                picture["plates"].append(plate(quad))
            else:
                picture["ignored"].append(plate(quad))
    if proposals:
        with open(proposals) as lines:
            for row in map(json.loads, lines):
                offer(by_file.get(row["file"]), row["found"])


def offer(picture, found):
    """Unseen proposals of training pictures: dash-cam plates that all looks agree on; else regions to leave alone."""
    if picture is None or picture["part"] != "train":
        return
    for row in found:
        quad = np.float32(row["corners"])
        known = [p["quad"] for p in picture["plates"] + picture["ignored"]] + picture["friends"]
        if any(touches(quad, other) for other in known):
            continue
        if picture["camera"] == "dash-cam" and row["score"] >= SURE:
            picture["plates"].append(plate(quad))
        elif picture["camera"] in INCOMPLETE and row["score"] >= OFFERED:
            picture["ignored"].append(plate(quad))
        elif row["score"] >= OFFERED_SMALL and picture["source"] != "eg-motorbikes" and np.ptp(quad[:, 0]) <= SMALL_PX:
            picture["ignored"].append(plate(quad))


def plate(quad):
    """Corners come from the finder itself: they teach where a plate is, and its shape hardly (`exact`)."""
    return {"quad": quad, "exact": False, "layout": None, "colour": None}
