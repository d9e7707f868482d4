"""Labels a fixed, empty road seen from above, where the teachers fail: whatever differs from the median
picture is a car. Only for clips in which nothing but cars moves.

    python3 label_by_motion.py FRAMES_DIR SOURCE_NAME OUT.jsonl
"""
import glob
import json
import sys

import cv2
import numpy as np

MIN_AREA = 0.006  # of the picture
MAX_WIDTH = 0.32  # wider is two cars that touch: ask nothing there


def main():
    folder, source, out = sys.argv[1:4]
    files = sorted(glob.glob(f"{folder}/*.jpg"))
    pictures = [cv2.imread(f) for f in files]
    # The camera corrects its exposure when a white car comes: compare after equalising the median light.
    light = [np.median(p) for p in pictures]
    level = np.median(light)
    equal = [np.clip(p * (level / l), 0, 255).astype(np.uint8) for p, l in zip(pictures, light)]
    empty = np.median(np.stack(equal[::2]), 0).astype(np.uint8)
    height, width = empty.shape[:2]
    with open(out, "w") as lines:
        for file, picture in zip(files, equal):
            mask = (cv2.absdiff(cv2.GaussianBlur(picture, (0, 0), 2), cv2.GaussianBlur(empty, (0, 0), 2)).max(2) > 26).astype(np.uint8)
            mask = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((25, 25), np.uint8))
            mask = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((9, 9), np.uint8))
            objects, ignore = [], []
            for contour in cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0]:
                box = cv2.boundingRect(contour)
                if box[2] * box[3] > MIN_AREA * width * height:
                    (ignore if box[2] > MAX_WIDTH * width else objects).append({"class": "car", "box": list(box)})
            lines.write(json.dumps({"file": file, "source": source, "width": width, "height": height, "objects": objects, "ignore": ignore}) + "\n")


if __name__ == "__main__":
    main()
