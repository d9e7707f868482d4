"""Labels of a clip from boxes that a person drew in one frame a second: between two of them a box moves evenly.

    python3 by_hand.py counter-by-hand.json --frames RUN/frames/counter-retail-1080p --out RUN/counter.jsonl

The frames are those of step 1 of the README, at the rate and width that the file names, numbered from 1.
"""
import argparse
import json
import os

# Longer than this between two drawn boxes nobody knows where the person was, frames.
LONGEST_GAP = 4


def between(marks, frame):
    """The box of a person at a frame, `[x, y, w, h]`; None where nobody drew one before and after."""
    drawn = sorted((int(number), box) for number, box in marks.items())
    for (first, a), (last, b) in zip(drawn, drawn[1:]):
        if first <= frame <= last and last - first <= LONGEST_GAP:
            part = (frame - first) / (last - first)
            return [round(p + (q - p) * part, 1) for p, q in zip(a, b)]
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("marks")
    parser.add_argument("--frames", required=True, help="folder of the clip's frames")
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    clip = json.load(open(args.marks))
    width, height = clip["size"]
    last = max(int(number) for marks in clip["people"].values() for number in marks)
    with open(args.out, "w") as out:
        for frame in range(1, last + 1):
            boxes = [box for marks in clip["people"].values() if (box := between(marks, frame))]
            line = {
                "file": os.path.join(os.path.abspath(args.frames), f"{frame:04d}.jpg"),
                **{"source": clip["clip"], "width": width, "height": height},
                "objects": [{"class": "person", "box": box} for box in boxes],
                "ignore": [{"class": "person", "box": box} for box in clip["ignore"]],
            }
            out.write(json.dumps(line) + "\n")


if __name__ == "__main__":
    main()
