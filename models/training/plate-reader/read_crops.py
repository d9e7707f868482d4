"""Reads every labelled plate with a checkpoint and proposes its text, to train the next one on (see README.md).

    python3 read_crops.py CHECKPOINT.pt --data DATA_DIR --out OUT.jsonl [--errors FOLDER]

A line: {file, index, text, confidence}; confidence = product of the slots' probabilities. With --errors the
crops on which checkpoint and label differ are drawn there: look at them (outside the repository).
"""
import argparse
import json
import os

import cv2
import numpy as np
import torch

from net import Reader, decode
from samples import camera, crops, texts


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint")
    parser.add_argument("--data", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--errors")
    args = parser.parse_args()
    torch.set_num_threads(1)
    net = Reader()
    net.load_state_dict(torch.load(args.checkpoint))
    net.eval()
    with open(os.path.join(args.data, "plates", "labels.jsonl")) as lines:
        pictures = [json.loads(line) for line in lines]
    out, wrong = [], []
    for picture in pictures:
        if picture["country"] != "VN":
            continue
        rgb = None
        for index, plate in enumerate(picture["plates"]):
            if "corners" not in plate:
                continue
            if rgb is None:
                rgb = cv2.imread(os.path.join(args.data, picture["file"]))[..., ::-1]
            cut = camera.rectify(rgb, np.float32(plate["corners"]))
            with torch.no_grad():
                signs, _, _ = net(torch.from_numpy(cut.copy())[None].permute(0, 3, 1, 2).float() / 255 - 0.5)
            best, at = torch.softmax(signs[0], -1).max(-1)
            text = decode(at.tolist())
            groups = ("".join(decode([i]) for i in at[:5].tolist()), "".join(decode([i]) for i in at[5:].tolist()))
            row = {"file": picture["file"], "index": index, "text": text, "groups": groups, "confidence": round(float(best.prod()), 4)}
            out.append(row)
            if plate.get("text") and plate["text"] != text:
                wrong.append((cut, f"{plate['text']} {plate['textCheck'][0]}", f"{text} {row['confidence']:.2f}", plate["textCheck"], crops.held_out(plate["text"])))
    with open(args.out, "w") as file:
        file.writelines(json.dumps(row) + "\n" for row in out)
    print(len(out), "plates read;", sum(w[3] == "agree" for w in wrong), "differ from agreed labels,", sum(w[3] == "agree" and w[4] for w in wrong), "of these held out;", sum(w[3] == "single" for w in wrong), "from single labels")
    if args.errors:
        os.makedirs(args.errors, exist_ok=True)
        for kind in ("agree", "single"):
            tiles = []
            for cut, label, read, check, held in wrong:
                if check != kind:
                    continue
                tile = cv2.copyMakeBorder(cut[..., ::-1], 0, 30, 0, 4, cv2.BORDER_CONSTANT)
                cv2.putText(tile, label + (" TEST" if held else ""), (2, 77), 0, 0.42, (255, 255, 255), 1)
                cv2.putText(tile, read, (2, 91), 0, 0.42, (0, 255, 255), 1)
                tiles.append(tile)
            tiles += [np.zeros_like(tiles[0])] * (-len(tiles) % 7) if tiles else []
            if tiles:
                cv2.imwrite(os.path.join(args.errors, f"{kind}.png"), np.vstack([np.hstack(tiles[i : i + 7]) for i in range(0, len(tiles), 7)]))


if __name__ == "__main__":
    main()
