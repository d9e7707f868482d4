"""Motorbikes with the heads of their riders, cut out of labelled pictures: rendered with exact truth, real ones marked by
a person. Bicycles come too, as motorbikes that nobody rides: the detector takes them for motorbikes, and cyclists need no
helmet."""
import io
import json
import os
from collections import namedtuple
from zlib import crc32

import cv2
import numpy as np

# What is kept of a motorbike, in parts of its box: more than the net is shown, so that boxes may be drawn a little wrong.
KEPT = {"sides": 0.34, "above": 0.34, "below": -0.1}
CANVAS, LEAST_HEIGHT, GREY = 192, 36, 114
MOST_HEADS = 5
# The one junction camera whose pictures were squashed.
SQUASHED = {"vn-junction-camera": 1138 / 640}

# picture: CANVAS x CANVAS x 3 BGR; box and heads (k x 5: x, y, size, helmet 1/0/-1, part that is seen) in its pixels.
Sample = namedtuple("Sample", "picture box heads source kind")


def read_rendered(path):
    """(train, held out) of a labels.jsonl; a seed with seed % 8 = 7 is held out."""
    train, held = [], []
    here = os.path.dirname(os.path.abspath(path))
    for line in open(path):
        item = json.loads(line)
        bikes = [o for o in item["objects"] if is_taught(o)]
        if not bikes:
            continue
        picture = cv2.imread(os.path.join(here, item["file"]))
        for bike in bikes:
            heads = [[*r["head"], r["size"], int(r["helmet"]), r["visible"]] for r in bike.get("riders", [])]
            sample = cut_out(picture, bike["box"], heads, "rendered", bike["class"])
            (held if item["seed"] % 8 == 7 else train).append(sample)
    return train, held


def is_taught(thing):
    known = thing["class"] == "bicycle" or (thing["class"] == "motorbike" and "riders" in thing)
    return known and thing["box"][3] >= LEAST_HEIGHT


def read_marked(path, data):
    """The same of marked-heads.json: per picture of DATA its motorbikes' boxes and heads [x, y, helmet true/false/null]. A
    fourth is held out: of fixed cameras runs of ten neighbours, of others by the picture's name."""
    train, held = [], []
    for file, bikes in json.load(open(path)).items():
        picture = cv2.imread(os.path.join(data, file))
        source = file.split("/")[1]
        wide = SQUASHED.get(source, 1)
        if wide != 1:
            picture = cv2.resize(picture, None, fx=wide, fy=1, interpolation=cv2.INTER_LINEAR)
        name = os.path.splitext(os.path.basename(file))[0]
        run = int(name) // 10 if "junction" in source else crc32(name.encode())
        for bike in bikes:
            x, y, w, h = bike["box"]
            known = {True: 1, False: 0, None: -1}
            heads = [[u * wide, v, 0.15 * h, known[helmet], 1] for u, v, helmet in bike["heads"]]
            sample = cut_out(picture, [x * wide, y, w * wide, h], heads, source, "motorbike")
            (held if run % 4 == 3 else train).append(sample)
    return train, held


def cut_out(picture, box, heads, source, kind):
    x, y, w, h = box
    left, top = round(x - w * KEPT["sides"]), round(y - h * KEPT["above"])
    right, bottom = round(x + w * (1 + KEPT["sides"])), round(y + h * (1 + KEPT["below"]))
    part = np.full((bottom - top, right - left, 3), GREY, np.uint8)
    tall, wide = picture.shape[:2]
    inside = picture[max(0, top) : min(tall, bottom), max(0, left) : min(wide, right)]
    down, across = max(0, -top), max(0, -left)
    part[down : down + inside.shape[0], across : across + inside.shape[1]] = inside
    scale = min(1.0, CANVAS / max(part.shape[:2]))
    if scale < 1:
        part = cv2.resize(part, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)[:CANVAS, :CANVAS]
    canvas = np.full((CANVAS, CANVAS, 3), GREY, np.uint8)
    canvas[: part.shape[0], : part.shape[1]] = part
    heads = np.array(heads, np.float32).reshape(-1, 5)[:MOST_HEADS]
    heads[:, :2] = (heads[:, :2] - (left, top)) * scale
    heads[:, 2] *= scale
    return Sample(canvas, np.array([x - left, y - top, w, h], np.float32) * scale, heads, source, kind)


def save(path, samples):
    """One file, small enough to be taken to another machine."""
    coded = [cv2.imencode(".webp", s.picture, [cv2.IMWRITE_WEBP_QUALITY, 72])[1].ravel() for s in samples]
    heads = np.zeros((len(samples), MOST_HEADS, 5), np.float32)
    for row, s in zip(heads, samples):
        row[: len(s.heads)] = s.heads
    about = json.dumps([[s.source, s.kind, len(s.heads)] for s in samples])
    np.savez(path, pictures=np.concatenate(coded), ends=np.cumsum([len(c) for c in coded]), boxes=np.stack([s.box for s in samples]), heads=heads, about=about)


def load(path):
    packed = np.load(io.BytesIO(open(path, "rb").read()))
    pictures, ends, boxes, heads = (packed[k] for k in ("pictures", "ends", "boxes", "heads"))
    samples, begin = [], 0
    for end, box, row, (source, kind, count) in zip(ends, boxes, heads, json.loads(str(packed["about"]))):
        picture = cv2.imdecode(pictures[begin:end], cv2.IMREAD_COLOR)
        samples.append(Sample(picture, box, row[:count], source, kind))
        begin = end
    return samples
