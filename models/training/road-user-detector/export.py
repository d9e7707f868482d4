"""Exports a checkpoint to ONNX (uint8 NHWC in, candidates out) and writes its entry of the manifest.

    python3 export.py CHECKPOINT.pt --size medium --version 0.2.0 [--models ../..]
"""
import argparse
import hashlib
import json
import os

import torch

from net import CANDIDATES, CLASSES, SIZES, Deployed, Detector

WIDTH, HEIGHT = 640, 384
NAMES = {"medium": "road-user-detector", "small": "road-user-detector-small"}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint")
    parser.add_argument("--size", choices=SIZES, default="medium")
    parser.add_argument("--version", default="0.2.0")
    parser.add_argument("--threshold", type=float, default=0.4)
    parser.add_argument("--models", default=os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
    args = parser.parse_args()
    net = Detector(args.size)
    name = NAMES[args.size]
    net.load_state_dict(torch.load(args.checkpoint))
    net.eval()
    folder = os.path.join(args.models, name, args.version)
    os.makedirs(folder, exist_ok=True)
    file = os.path.join(folder, "model.onnx")
    # Written beside and renamed, so that a running box never reads half a model.
    fresh = file + ".tmp"
    picture = torch.zeros(1, HEIGHT, WIDTH, 3, dtype=torch.uint8)
    torch.onnx.export(
        Deployed(net).eval(), picture, fresh, opset_version=13, input_names=["image"], output_names=["detections"], do_constant_folding=True
    )
    data = open(fresh, "rb").read()
    manifest_file = os.path.join(args.models, "manifest.json")
    manifest = json.load(open(manifest_file)) if os.path.exists(manifest_file) else {"models": {}}
    manifest["models"][name] = {
        "version": args.version,
        "file": f"{name}/{args.version}/model.onnx",
        "sha256": hashlib.sha256(data).hexdigest(),
        "bytes": len(data),
        "input": {"name": "image", "layout": "NHWC", "type": "uint8", "width": WIDTH, "height": HEIGHT, "colour": "RGB", "fit": "letterbox-top-left", "pad": 114},
        "output": {"name": "detections", "shape": [CANDIDATES, 6], "columns": ["x", "y", "w", "h", "score", "class"]},
        "classes": CLASSES,
        "scoreThreshold": args.threshold,
    }
    with open(manifest_file + ".tmp", "w") as out:
        json.dump(manifest, out, indent=2)
        out.write("\n")
    os.replace(fresh, file)
    os.replace(manifest_file + ".tmp", manifest_file)
    print(file, len(data), manifest["models"][name]["sha256"])


if __name__ == "__main__":
    main()
