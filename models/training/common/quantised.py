"""A published network written in 8-bit integers, as a second model beside it: the same network, about twice as fast where the
processor multiplies bytes (VNNI, dot products). Nothing is trained; the last convolutions, which say boxes, corners and
scores, stay in float32.
"""
import hashlib
import json
import os

import numpy as np
import onnx
import torch

from integers import Body, Writer, range_of

SAMPLES = 6000
MODELS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")


def spread(items, count, kind):
    """So many of the items, in turn from each kind, drawn by chance but always the same."""
    chance = np.random.default_rng(1)
    kinds = {}
    for at in chance.permutation(len(items)):
        kinds.setdefault(items[at][kind], []).append(items[at])
    turns = [item for turn in range(count) for group in kinds.values() for item in group[turn : turn + 1]]
    return turns[:count]


def ranges_of(body, pictures):
    """Scale and zero point of every tensor that is kept in integers, by its name; pictures are uint8 RGB, H x W x 3."""
    chance = np.random.default_rng(1)
    held = [node.output[0] for node in body.nodes if body.is_held(node) and node.op_type != "Resize"]
    seen = {name: [] for name in held}
    for picture in pictures:
        with torch.no_grad():
            tensors = body.run(torch.tensor(picture.transpose(2, 0, 1)[None].copy()).float() / 255 - 0.5)
        for name in held:
            values = tensors[name].flatten().numpy()
            seen[name] += [values[chance.integers(0, len(values), SAMPLES)], [values.min(), values.max()]]
    ranges = {name: range_of(np.concatenate(values)) for name, values in seen.items()}
    ranges[body.start] = (1 / 255, 128)
    for node in body.nodes:  # nothing is computed: the same numbers, more often
        if node.op_type == "Resize":
            ranges[node.output[0]] = ranges[node.input[0]]
    return ranges


def publish(name, version, pictures, models=MODELS):
    """Writes `NAME-int8` beside the model NAME of the manifest, with an entry of its own.

    pictures: what the box shows to the network, of its training part; ranges are learned from them.
    """
    manifest_file = os.path.join(models, "manifest.json")
    manifest = json.load(open(manifest_file))
    entry = manifest["models"][name]
    model = onnx.load(os.path.join(models, entry["file"]))
    body = Body(model.graph)
    Writer(model.graph, body, ranges_of(body, pictures)).write()
    onnx.checker.check_model(model)
    content = model.SerializeToString()

    file = f"{name}-int8/{version or entry['version']}/model.onnx"
    place = os.path.join(models, file)
    os.makedirs(os.path.dirname(place), exist_ok=True)
    # Written beside and renamed, so that a running box never reads half a model.
    with open(place + ".tmp", "wb") as out:
        out.write(content)
    own = {"version": version or entry["version"], "file": file, "sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
    manifest["models"][f"{name}-int8"] = {**entry, **own, "arithmetic": "int8"}
    with open(manifest_file + ".tmp", "w") as out:
        json.dump(manifest, out, indent=2)
        out.write("\n")
    os.replace(place + ".tmp", place)
    os.replace(manifest_file + ".tmp", manifest_file)
    print(file, len(content), own["sha256"])
