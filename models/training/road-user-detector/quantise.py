"""A published detector in 8-bit integers, as a second model beside it: the same network, more than twice as fast where the
processor multiplies bytes (VNNI, dot products). The last convolutions, which say boxes and scores, stay in float32.

    python3 quantise.py ../../road-user-detector/0.6.0/model.onnx --labels A.jsonl B.jsonl

Ranges are learned from training pictures, as many of each source; nothing is trained. Writes the model and its entry of the manifest.
"""
import argparse
import hashlib
import json
import os

import cv2
import numpy as np
import onnx
import torch

import data
from integers import Body, Writer, range_of

SAMPLES = 6000


def even(items, count):
    """So many of the items, in turn from each source."""
    chance = np.random.default_rng(1)
    sources = {}
    for at in chance.permutation(len(items)):
        sources.setdefault(items[at]["source"], []).append(items[at])
    turns = [item for turn in range(count) for group in sources.values() for item in group[turn : turn + 1]]
    return turns[:count]


def as_seen(item, width, height, pad):
    """A picture as the box shows it to the network: 1 x 3 x H x W, -0.5..0.5."""
    picture = cv2.imread(item["file"], cv2.IMREAD_COLOR)
    scale = min(width / picture.shape[1], height / picture.shape[0])
    canvas = np.full((height, width, 3), pad, np.uint8)
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA if scale < 0.7 else cv2.INTER_LINEAR)
    canvas[: small.shape[0], : small.shape[1]] = small[:height, :width]
    return torch.tensor(canvas[:, :, ::-1].transpose(2, 0, 1)[None].copy()).float() / 255 - 0.5


def ranges_of(body, pictures):
    """Scale and zero point of every tensor that is kept in integers, by its name."""
    chance = np.random.default_rng(1)
    held = [node.output[0] for node in body.nodes if body.is_held(node) and node.op_type != "Resize"]
    seen = {name: [] for name in held}
    for x in pictures:
        with torch.no_grad():
            tensors = body.run(x)
        for name in held:
            values = tensors[name].flatten().numpy()
            seen[name] += [values[chance.integers(0, len(values), SAMPLES)], [values.min(), values.max()]]
    ranges = {name: range_of(np.concatenate(values)) for name, values in seen.items()}
    ranges[body.start] = (1 / 255, 128)
    for node in body.nodes:  # nothing is computed: the same numbers, more often
        if node.op_type == "Resize":
            ranges[node.output[0]] = ranges[node.input[0]]
    return ranges


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model")
    parser.add_argument("--labels", nargs="+", required=True, help="labels.jsonl of the pictures that it was trained on")
    parser.add_argument("--count", type=int, default=96)
    parser.add_argument("--models", default=os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
    args = parser.parse_args()
    manifest_file = os.path.join(args.models, "manifest.json")
    manifest = json.load(open(manifest_file))
    is_it = lambda entry: os.path.samefile(os.path.join(args.models, entry["file"]), args.model)
    name, entry = next((name, entry) for name, entry in manifest["models"].items() if is_it(entry))
    how = entry["input"]
    items = even(data.split([item for path in args.labels for item in data.read_set(path)])[0], args.count)

    model = onnx.load(args.model)
    body = Body(model.graph)
    pictures = (as_seen(item, how["width"], how["height"], how["pad"]) for item in items)
    Writer(model.graph, body, ranges_of(body, pictures)).write()
    onnx.checker.check_model(model)
    content = model.SerializeToString()

    file = f"{name}-int8/{entry['version']}/model.onnx"
    os.makedirs(os.path.dirname(os.path.join(args.models, file)), exist_ok=True)
    with open(os.path.join(args.models, file + ".tmp"), "wb") as out:
        out.write(content)
    own = {"file": file, "sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
    manifest["models"][f"{name}-int8"] = {**entry, **own, "arithmetic": "int8"}
    with open(manifest_file + ".tmp", "w") as out:
        json.dump(manifest, out, indent=2)
        out.write("\n")
    os.replace(os.path.join(args.models, file + ".tmp"), os.path.join(args.models, file))
    os.replace(manifest_file + ".tmp", manifest_file)
    print(file, len(content), own["sha256"], "learned from", len(items), "pictures")


if __name__ == "__main__":
    main()
