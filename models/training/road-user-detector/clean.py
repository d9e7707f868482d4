"""Takes out of labels what teachers and detectors of our own put in wrongly: signs and signal heads of fixed cameras
that were taken for vehicles (`no-road-users.json`, found by eye), second boxes on one body, the motorcycles that
`us-roads` calls bicycles, and the trucks seen from behind that became buses in `vn-junction-camera`.

    python3 clean.py --labels IN.jsonl … --out OUT.jsonl
"""
import argparse
import json
import os
from collections import Counter

HERE = os.path.dirname(os.path.abspath(__file__))
FAMILY = {"car": 0, "bus": 0, "truck": 0, "motorbike": 1, "bicycle": 1, "person": 2}
THING, DOUBLE = 0.55, 0.6
# A lower two-wheeler cannot be told apart at all, pixels.
LEAST_TWO_WHEELER = 30


def iou(a, b):
    w = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    h = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    common = max(0, w) * max(0, h)
    return common / (a[2] * a[3] + b[2] * b[3] - common + 1e-9)


def without_things(objects, item, things):
    listed = things.get(item["source"])
    if not listed:
        return objects
    scale = item["width"] / listed["size"][0]
    places = [[v * scale for v in box] for box in listed["things"]]
    return [o for o in objects if all(iou(o["box"], place) < THING for place in places)]


def without_doubles(objects):
    """Of two boxes on one body the larger one stays."""
    kept = []
    for one in sorted(objects, key=lambda o: -o["box"][2] * o["box"][3]):
        if all(FAMILY[k["class"]] != FAMILY[one["class"]] or iou(k["box"], one["box"]) < DOUBLE for k in kept):
            kept.append(one)
    return kept


def clean(item, things):
    objects = without_doubles(without_things(item["objects"], item, things))
    ignore = list(item.get("ignore", []))
    if item["source"] == "us-roads":
        bikes = [o for o in objects if o["class"] == "bicycle"]
        ignore += [o for o in bikes if o["box"][3] < LEAST_TWO_WHEELER]
        bikes = [{**o, "class": "motorbike"} for o in bikes if o["box"][3] >= LEAST_TWO_WHEELER]
        objects = [o for o in objects if o["class"] != "bicycle"] + bikes
    if item["source"] == "vn-junction-camera":
        ignore += [o for o in objects if o["class"] in ("bus", "truck")]
        objects = [o for o in objects if o["class"] not in ("bus", "truck")]
    return {**item, "objects": objects, "ignore": ignore}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--labels", nargs="+", required=True)
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    things = json.load(open(os.path.join(HERE, "no-road-users.json")))
    gone = Counter()
    with open(args.out, "w") as out:
        for path in args.labels:
            for line in open(path):
                item = json.loads(line)
                cleaned = clean(item, things)
                gone[item["source"]] += len(item["objects"]) - len(cleaned["objects"])
                out.write(json.dumps(cleaned) + "\n")
    print("boxes taken out:", dict(gone))


if __name__ == "__main__":
    main()
