"""Exports a checkpoint to ONNX (uint8 NHWC in, eight heads out) and writes its entry of the manifest.

    python3 export.py CHECKPOINT.pt --version 0.1.0 --helmet 1.0 0.0 [--models ../..]
"""
import argparse
import hashlib
import json
import os

import torch

from net import ABOVE, BELOW, HEADS, SIDE, SIDES, Deployed, RiderHeads


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint")
    parser.add_argument("--version", default="0.1.0")
    parser.add_argument("--threshold", type=float, default=0.4)
    parser.add_argument("--helmet", type=float, nargs=2, default=(1.0, 0.0), help="scale and offset that judge.py fitted")
    parser.add_argument("--temper", type=float, default=0.5, help="how much several looks at one vehicle count as independent")
    parser.add_argument("--models", default=os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
    args = parser.parse_args()
    net = RiderHeads()
    net.load_state_dict(torch.load(args.checkpoint, map_location="cpu"))
    folder = os.path.join(args.models, "rider-heads", args.version)
    os.makedirs(folder, exist_ok=True)
    file = os.path.join(folder, "model.onnx")
    # Written beside and renamed, so that a running box never reads half a model.
    fresh = file + ".tmp"
    picture = torch.zeros(1, SIDE, SIDE, 3, dtype=torch.uint8)
    torch.onnx.export(Deployed(net.eval()).eval(), picture, fresh, opset_version=13, input_names=["image"], output_names=["heads"], do_constant_folding=True)
    data = open(fresh, "rb").read()
    manifest_file = os.path.join(args.models, "manifest.json")
    manifest = json.load(open(manifest_file))
    manifest["models"]["rider-heads"] = {
        "version": args.version,
        "file": f"rider-heads/{args.version}/model.onnx",
        "sha256": hashlib.sha256(data).hexdigest(),
        "bytes": len(data),
        "input": {"name": "image", "layout": "NHWC", "type": "uint8", "width": SIDE, "height": SIDE, "colour": "RGB", "fit": "letterbox-top-left", "pad": 114},
        "output": {"name": "heads", "shape": [HEADS, 4], "columns": ["x", "y", "score", "helmet"]},
        "scoreThreshold": args.threshold,
        "around": {"sides": SIDES, "above": ABOVE, "below": BELOW},
        "calibration": {"helmet": {"scale": args.helmet[0], "offset": args.helmet[1]}, "temper": args.temper},
    }
    with open(manifest_file + ".tmp", "w") as out:
        json.dump(manifest, out, indent=2)
        out.write("\n")
    os.replace(fresh, file)
    os.replace(manifest_file + ".tmp", manifest_file)
    print(file, len(data), manifest["models"]["rider-heads"]["sha256"])


if __name__ == "__main__":
    main()
