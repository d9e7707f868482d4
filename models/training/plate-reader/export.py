"""Exports a checkpoint to ONNX (uint8 NHWC in, probabilities out) and enters it in models/manifest.json.

    python3 export.py CHECKPOINT.pt [--version 0.1.0]
"""
import argparse

import torch

import samples  # puts ../plates on the path
from net import HEIGHT, WIDTH, Deployed, Reader

import manifest

# Until it is fitted (npm run bench:plates -- --calibrate) the network's own odds are believed.
UNFITTED = {"bias": 0, "posterior": 1, "fit": 1}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint")
    parser.add_argument("--version", default="0.1.0")
    args = parser.parse_args()
    net = Reader()
    net.load_state_dict(torch.load(args.checkpoint))
    fresh = manifest.place("plate-reader", args.version) + ".tmp"
    torch.onnx.export(
        Deployed(net.eval()).eval(),
        torch.zeros(2, HEIGHT, WIDTH, 3, dtype=torch.uint8),
        fresh,
        opset_version=13,
        input_names=["plates"],
        output_names=["signs", "colour", "layout"],
        dynamic_axes={name: {0: "count"} for name in ("plates", "signs", "colour", "layout")},
    )
    entry = {
        "input": {"name": "plates", "layout": "NHWC", "type": "uint8", "width": WIDTH, "height": HEIGHT, "colour": "RGB", "margin": samples.camera.MARGIN},
        "outputs": {"signs": "signs", "colour": "colour", "layout": "layout"},
        "calibration": {"look": UNFITTED, "vote": UNFITTED},
        "confidenceThreshold": 0.5,
    }
    manifest.enter("plate-reader", args.version, fresh, entry)


if __name__ == "__main__":
    main()
