"""Random plate texts: families, layouts and colours of Vietnamese plates (shared domain facts, sections 1.2 to 1.5).

A text is two groups of at most five signs: what stands before the serial (province, series) and the serial.
"""
import hashlib
import os
import random

PROVINCES = [11, 12, *range(14, 42), 43, *range(47, 87), 88, 89, 90, 92, 93, 94, 95, 97, 98, 99]
PROVINCES = [p for p in PROVINCES if p not in (42, 44, 45, 46, 87, 91, 96)]
LETTERS = "ABCDEFGHKLMNPSTUVXYZ"
BLUE = "ABCDEFGHKLM"
MILITARY = """TM TC TH TT TK TN KA KB KC KD KV KP KK KT AA AB AC AD QA QH QB QC QM BL BB BC BK BP BH BT HA HB HC HE HD HH
HT HQ HN PA PG PK PQ PM PX PP AV AT AN AX AM VT CA CB CD CH CM CN CP CT CV""".split()


def read_reserved(data_dir):
    with open(os.path.join(data_dir, "reserved-plates.sha256-16.txt")) as lines:
        return set(lines.read().split())


def is_reserved(text, reserved):
    return hashlib.sha256(text.encode()).hexdigest()[:16] in reserved


def province(rng):
    roll = rng.random()
    if roll < 0.15:
        return rng.choice(["70", "62"])  # Tây Ninh: rare in public pictures, common where this will run
    if roll < 0.35:
        return rng.choice(["51", "59", "50", "29", "30", "61", "60"])
    return str(rng.choice(PROVINCES))


def serial(rng, digits=5):
    while True:
        text = "".join(rng.choice("0123456789") for _ in range(digits))
        if text.strip("0"):
            return text


# family: (weight, layouts with weights, colours with weights)
ONE, TWO = "one-line", "two-line"
CAR, MOTO = {ONE: 0.5, TWO: 0.5}, {TWO: 1}
FAMILIES = {
    "car5": (34, CAR, {"white": 0.4, "yellow": 0.35, "blue": 0.25}),
    "car4": (7, CAR, {"white": 0.8, "blue": 0.2}),
    "moto5": (20, MOTO, {"white": 0.85, "blue": 0.15}),
    "moto4": (9, MOTO, {"white": 0.9, "blue": 0.1}),
    "motoPair5": (10, MOTO, {"white": 1}),
    "motoPair4": (1, MOTO, {"white": 1}),
    "emoto": (4, MOTO, {"white": 1}),
    "special5": (7, CAR, {"white": 0.7, "blue": 0.1, "yellow": 0.2}),
    "special4": (1, CAR, {"white": 1}),
    "trailerOld": (2, CAR, {"white": 0.8, "yellow": 0.2}),
    "tractor": (1, CAR, {"white": 1}),
    "temp": (2, CAR, {"white": 1}),
    "dipCar": (4, CAR, {"white": 1}),
    "dipMoto": (1.5, MOTO, {"white": 1}),
    "mil": (8, CAR, {"red": 1}),
    "milMoto": (1, MOTO, {"red": 1}),
}


def pick(rng, weights):
    return rng.choices(list(weights), weights=list(weights.values()))[0]


def sample(rng=random):
    """One plate: {family, layout, colour, rows, head, tail}. `rows` has the separators that are embossed."""
    family = pick(rng, {name: f[0] for name, f in FAMILIES.items()})
    _, layouts, colours = FAMILIES[family]
    layout, colour = pick(rng, layouts), pick(rng, colours)
    p = province(rng)
    letters = BLUE if colour == "blue" else LETTERS
    letter = rng.choice(letters)
    tail = serial(rng)
    dotted = lambda s: f"{s[:3]}.{s[3:]}" if len(s) == 5 else s
    if family in ("car4", "moto4", "motoPair4", "special4"):
        tail = serial(rng, 4)
    head = {
        "car5": p + letter,
        "car4": p + letter,
        "moto5": p + letter + rng.choice("123456789"),
        "moto4": p + letter + rng.choice("123456789"),
        "motoPair5": p + letter + rng.choice(LETTERS + "R"),
        "motoPair4": p + letter + rng.choice(LETTERS + "R"),
        "emoto": f"{p}MD{rng.choice('123456789')}",
        "special5": p + rng.choice(["LD", "LD", "DA", "KT", "HC", "CD", "RM", "MK", "TD"]),
        "special4": p + rng.choice(["LD", "DA"]),
        "trailerOld": p + "R",
        "tractor": f"{p}MK{rng.choice('123456789')}",
        "temp": "T" + p,
        "dipCar": rng.choice(["80", "80", "80", p]) + f"{rng.randint(1, 843):03d}",
        "dipMoto": p + f"{rng.randint(1, 843):03d}",
        "mil": rng.choice(MILITARY),
        "milMoto": rng.choice(MILITARY),
    }[family]
    shown = head
    if family == "dipCar":
        group, n = rng.choice(["NG", "NG", "QT", "CV", "NN", "NN"]), rng.randint(1, 99)
        tail = f"{group}{n:02d}"
        rows = [f"{head[:2]}-{head[2:]}", f"{group}-{n:02d}"]
    elif family == "dipMoto":
        group, n = rng.choice(["NN", "NG", "QT", "CV"]), rng.randint(1, 999)
        tail = f"{group}{n:03d}"
        rows = [f"{head[:2]}-{head[2:]}", f"{group}-{n:03d}"]
    elif family in ("mil", "milMoto"):
        tail = serial(rng, 4 if family == "mil" else 3)
        rows = [head, f"{tail[:2]}-{tail[2:]}" if family == "mil" else tail]
    else:
        if family == "tractor" and rng.random() < 0.6:
            tail = serial(rng, 4)
        motorbike = family.startswith("moto") or family in ("emoto", "tractor") or (family == "special5" and head[2:] == "KT" and layout == TWO)
        # The letter of electric motorbikes and pilots is embossed with its bar; the canonical text has D.
        if family == "emoto" or head[2:] == "TD":
            shown = head.replace("D", "Đ") if rng.random() < 0.8 else head
        rows = [f"{shown[:2]}-{shown[2:]}" if motorbike and layout == TWO else shown, dotted(tail)]
    if layout == ONE:
        rows = ["-".join(rows)]
    return {"family": family, "layout": layout, "colour": colour, "rows": rows, "head": head, "tail": tail, "text": head + tail}


def slots(head, tail):
    """Ten slots: five for province and series, five for the serial, each left-aligned, blank = space."""
    return head.ljust(5)[:5] + tail.ljust(5)[:5]


def split_text(text, layout):
    """Canonical text to (head, tail), or None where layout and grammar do not settle it."""
    import re

    p = r"(?:1[1245-9]|2\d|3\d|4[013789]|5\d|6\d|7\d|8[0-689]|9[02345789])"
    letter = "[A-HK-NPS-VX-Z]"
    two = layout == TWO
    for pattern, only_two in (
        (rf"({p}MD[1-9])(\d{{4,5}})", True),
        (rf"({p}(?:LD|DA|KT|HC|CD|RM|TD))(\d{{5}}|\d{{4}})", False),
        (rf"({p}{letter}[1-9])(\d{{5}})", True),
        (rf"({p}{letter}[A-HK-NPRS-VX-Z])(\d{{5}}|\d{{4}})", True),
        (rf"({p}[A-HK-NPRS-VX-Z])(\d{{5}}|\d{{4}})", False),
        (r"([ABCHKPQTV][A-Z])(\d{4})", False),
        (rf"({p}\d{{3}})((?:NG|QT|CV|NN)\d{{2,3}})", False),
    ):
        found = re.fullmatch(pattern, text)
        if found and (two or not only_two):
            return found.groups()
    return None
