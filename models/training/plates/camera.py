"""What a camera does to a plate: perspective, small size, blur, light, noise, compression; and the cut-out by corners."""
import cv2
import numpy as np


def quad_of(w, h):
    return np.float32([[0, 0], [w, 0], [w, h], [0, h]])


def motion_kernel(rng, length):
    k = np.zeros((length, length), np.float32)
    angle = rng.gauss(0, 25) if rng.random() < 0.7 else rng.uniform(0, 180)
    centre = (length - 1) / 2
    d = np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))]) * centre
    cv2.line(k, tuple(np.int32(np.round(centre - d)).tolist()), tuple(np.int32(np.round(centre + d)).tolist()), 1, 1)
    return k / k.sum()


FIELD = 1024
NOISE = np.random.default_rng(1).normal(0, 1, (FIELD, FIELD, 3)).astype(np.float32)
# The same in all channels, to add to colour pictures; and one channel.
EQUAL_NOISE = cv2.merge([NOISE[..., 0]] * 3)
GREY_NOISE = EQUAL_NOISE[..., 0].copy()


def noise(rng, height, width, channels):
    """A random window of a fixed field of unit noise: a thousand times cheaper than drawing it anew."""
    if height > FIELD or width > FIELD:
        return np.random.default_rng(rng.getrandbits(32)).normal(0, 1, (height, width, channels)).astype(np.float32)
    return window(rng, NOISE, height, width)[..., :channels]


def window(rng, field, height, width):
    y, x = rng.randint(0, FIELD - height), rng.randint(0, FIELD - width)
    return field[y : y + height, x : x + width]


def add_noise(rng, picture, amount, equal):
    if max(picture.shape[:2]) > FIELD:
        return np.clip(picture + amount * noise(rng, *picture.shape[:2], 1).reshape(picture.shape[:2] + (1,) * (picture.ndim - 2)), 0, 255).astype(np.uint8)
    field = GREY_NOISE if picture.ndim == 2 else EQUAL_NOISE if equal else NOISE
    return cv2.addWeighted(picture, 1, window(rng, field, *picture.shape[:2]), amount, 0, dtype=cv2.CV_8U)


def light(rng, picture, grey):
    """Exposure, gamma, white balance: one table a channel."""
    table = np.arange(256, dtype=np.float32)
    if rng.random() < 0.75:
        gain, lift = rng.uniform(0.5, 1.35), rng.uniform(-15, 40)
        table = table * gain + lift
    if rng.random() < 0.35:
        table = 255 * (np.clip(table, 0, 255) / 255) ** rng.uniform(0.55, 1.9)
    if not grey and rng.random() < 0.6:  # lamp colour
        table = table[:, None] * np.float32([rng.uniform(0.85, 1.13) for _ in range(3)])
    elif not grey:
        table = np.repeat(table[:, None], 3, 1)
    return cv2.LUT(picture, np.clip(np.round(table), 0, 255).astype(np.uint8)[None])


def half_lit(rng, picture):
    """The edge of a shadow, or of a headlight's cone, across the picture: one side is darker."""
    h, w = picture.shape[:2]
    angle, soft = rng.uniform(0, 2 * np.pi), rng.uniform(0.5, 4)
    across, down = np.arange(w, dtype=np.float32) - rng.uniform(0.2, 0.8) * w, np.arange(h, dtype=np.float32) - rng.uniform(0.2, 0.8) * h
    beyond = np.clip((across[None] * np.cos(angle) + down[:, None] * np.sin(angle)) / soft, 0, 1)
    share = 1 - beyond * rng.uniform(0.25, 0.65)
    return cv2.multiply(picture, share if picture.ndim == 2 else cv2.merge([share] * 3), dtype=cv2.CV_8U)


def shaded(rng, picture):
    """Shadows of leaves, cables, a mudguard: some soft patches of dark, or the patches of light that they leave."""
    h, w = picture.shape[:2]
    cover = np.zeros((h, w), np.float32)
    for _ in range(rng.randint(1, 4)):
        middle = np.float32([rng.uniform(0, w), rng.uniform(0, h)])
        corners = [middle + np.float32([rng.gauss(0, 0.3) * w, rng.gauss(0, 0.3) * h]) for _ in range(rng.randint(3, 5))]
        cv2.fillPoly(cover, [cv2.convexHull(np.int32(np.round(corners)))], 1)
    cover = cv2.GaussianBlur(cover, (0, 0), rng.uniform(0.3, 0.3 + 0.03 * w))
    share = 1 - (cover if rng.random() < 0.6 else 1 - cover) * rng.uniform(0.3, 0.75)
    return cv2.multiply(picture, share if picture.ndim == 2 else cv2.merge([share] * 3), dtype=cv2.CV_8U)


def dim(rng, picture):
    """What lamps leave of a plate by night: dark, or its signs pale under their glare."""
    share = np.exp(rng.uniform(np.log(0.3), 0.1))
    veil = rng.uniform(20, 80) if rng.random() < 0.4 else 0
    table = np.arange(256, dtype=np.float32) * share * (1 - veil / 255 * rng.uniform(0.5, 1.5)) + veil
    return cv2.LUT(picture, np.clip(np.round(table), 0, 255).astype(np.uint8))


def high_gain(rng, picture):
    """A sensor at night: strong noise of its own in each colour, which the encoder then smears, colours most."""
    x = add_noise(rng, picture, rng.uniform(5, 18), False)
    if x.ndim == 3:
        luma, *chroma = cv2.split(cv2.cvtColor(x, cv2.COLOR_RGB2YCrCb))
        sigma = rng.uniform(0.8, 2.2)
        x = cv2.cvtColor(cv2.merge([luma] + [cv2.GaussianBlur(c, (0, 0), sigma) for c in chroma]), cv2.COLOR_YCrCb2RGB)
    if rng.random() < 0.5:  # what the camera's or the encoder's filter leaves: flat patches with edges between
        return cv2.bilateralFilter(x, 5, rng.uniform(20, 70), rng.uniform(1, 2.5))
    return cv2.GaussianBlur(x, (0, 0), rng.uniform(0.35, 0.8))


def degrade(picture, rng, plate_width, hard=1.0):
    """Light, focus, motion, sensor noise, sharpening and JPEG on uint8 RGB; may turn it grey (infra-red, night).

    Gives (picture uint8, grey). `plate_width` in px keeps blur in proportion to the signs. All steps work on bytes:
    five times as fast as on floats, and a camera clips at each of them as well.
    """
    x = picture
    grey = rng.random() < 0.14
    if grey:
        weights = np.array([rng.uniform(0.2, 0.5), rng.uniform(0.3, 0.6), rng.uniform(0, 0.2)], np.float32)
        x = cv2.transform(x, (weights / weights.sum())[None])
    x = light(rng, x, grey)
    night = rng.random() < 0.25
    if rng.random() < (0.4 if night else 0.15):
        x = half_lit(rng, x)
    if rng.random() < 0.15:
        x = shaded(rng, x)
    if night:
        x = dim(rng, x)
    sign = max(1.0, plate_width / 9)  # px a sign takes, roughly
    if rng.random() < 0.55:
        sigma = min(sign * 0.22, rng.uniform(0.3, 1.6)) * hard
        x = cv2.GaussianBlur(x, (0, 0), max(0.2, sigma))
    if rng.random() < 0.3:
        length = int(min(sign * 0.42, rng.uniform(2, 9)) * hard)
        if length >= 2:
            x = cv2.filter2D(x, -1, motion_kernel(rng, length + 1), borderType=cv2.BORDER_REPLICATE)
    if rng.random() < 0.08:  # headlight or sun: a bright veil
        h, w = x.shape[:2]
        at = rng.uniform(-0.2, 1.2) * w, rng.uniform(-0.2, 1.2) * h
        spread = 2 * (rng.uniform(0.15, 0.6) * w) ** 2
        across, down = (np.exp(-((np.arange(size, dtype=np.float32) - centre) ** 2) / spread) for size, centre in ((w, at[0]), (h, at[1])))
        glow = np.outer(down, across * rng.uniform(60, 200)).astype(np.float32)
        x = cv2.add(x, glow if grey else cv2.merge([glow] * 3), dtype=cv2.CV_8U)
    if rng.random() < 0.3:
        soft = cv2.GaussianBlur(x, (0, 0), rng.uniform(0.7, 2))
        amount = rng.uniform(0.3, 1.6)
        x = cv2.addWeighted(x, 1 + amount, soft, -amount, 0)  # cameras sharpen
    if night:
        x = high_gain(rng, x)
    elif rng.random() < 0.5:
        x = add_noise(rng, x, rng.uniform(1, 12), rng.random() < 0.5)
    if night or rng.random() < 0.6:
        quality = rng.randint(22, 70) if night else rng.randint(25, 92)
        _, code = cv2.imencode(".jpg", x, [cv2.IMWRITE_JPEG_QUALITY, quality])
        x = cv2.imdecode(code, cv2.IMREAD_COLOR)
    elif grey:
        x = cv2.merge([x] * 3)
    return x, grey


def tilt(rng, width, height, amount=1.0):
    """Corners of a plate of about `width` px seen from an angle, around (0, 0)."""
    w, h = width, height * rng.uniform(0.85, 1.1)
    if rng.random() < 0.35:
        w_factor = rng.uniform(0.6, 1)  # seen from the side
        h *= 1 / w_factor ** 0.5
    q = np.float32([[-w / 2, -h / 2], [w / 2, -h / 2], [w / 2, h / 2], [-w / 2, h / 2]])
    shear_x, shear_y, turn = rng.gauss(0, 0.12) * amount, rng.gauss(0, 0.1) * amount, np.radians(rng.gauss(0, 5) * amount)
    m = np.float32([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]]) @ np.float32([[1, shear_x], [shear_y, 1]])
    q = q @ m.T
    q += np.float32([[rng.gauss(0, 0.02) * h, rng.gauss(0, 0.02) * h] for _ in range(4)]) * amount
    return q


def jitter(rng, quad, amount):
    """Corners as an imperfect finder gives them: shifts, scale and single corners, as parts of the plate's sides."""
    w = (np.linalg.norm(quad[1] - quad[0]) + np.linalg.norm(quad[2] - quad[3])) / 2
    h = (np.linalg.norm(quad[3] - quad[0]) + np.linalg.norm(quad[2] - quad[1])) / 2
    size = np.float32([w, h])
    centre = quad.mean(0)
    q = centre + (quad - centre) * np.float32([1 + rng.gauss(0, 0.03) * amount, 1 + rng.gauss(0, 0.06) * amount])
    q = q + size * np.float32([rng.gauss(0, 0.015), rng.gauss(0, 0.03)]) * amount
    return np.float32(q + np.float32([[rng.gauss(0, 0.014) * w, rng.gauss(0, 0.03) * h] for _ in range(4)]) * amount)


MARGIN = 0.05
READER_WIDTH, READER_HEIGHT = 192, 64


def rectify(picture, quad):
    """Cuts the plate out by its corners, with a margin of 5 % of each side: RGB 64 x 192."""
    mx, my = READER_WIDTH * MARGIN / (1 + 2 * MARGIN), READER_HEIGHT * MARGIN / (1 + 2 * MARGIN)
    to = np.float32([[mx, my], [READER_WIDTH - mx, my], [READER_WIDTH - mx, READER_HEIGHT - my], [mx, READER_HEIGHT - my]])
    # Large plates are halved first, so that one bilinear sample a pixel is enough.
    span = max(np.linalg.norm(quad[1] - quad[0]) / READER_WIDTH, np.linalg.norm(quad[3] - quad[0]) / READER_HEIGHT)
    while span > 2 and min(picture.shape[:2]) > 4:
        picture = cv2.resize(picture, (picture.shape[1] // 2, picture.shape[0] // 2), interpolation=cv2.INTER_AREA)
        quad, span = quad / 2, span / 2
    m = cv2.getPerspectiveTransform(np.float32(quad), to)
    return cv2.warpPerspective(picture, m, (READER_WIDTH, READER_HEIGHT), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def photograph(sheet, rng, width, backdrop=None):
    """Puts a flat sheet into a small picture: (picture uint8 RGB, corners). `width` = the plate's width in px."""
    h, w = sheet.shape[:2]
    quad = tilt(rng, width, width * h / w)
    low, high = quad.min(0), quad.max(0)
    pad = np.float32([width * 0.18, width * h / w * 0.25]) + 3
    size = np.ceil(high - low + 2 * pad).astype(int)
    quad = quad - low + pad
    if backdrop is None:
        canvas = np.empty((size[1], size[0], 3), np.float32)
        canvas[:] = [rng.uniform(0, 230)] * 3
        if rng.random() < 0.7:
            coarse = np.float32([[[rng.uniform(0, 200)] * 3 for _ in range(4)] for _ in range(3)])
            canvas = cv2.resize(coarse, (int(size[0]), int(size[1])), interpolation=rng.choice([cv2.INTER_NEAREST, cv2.INTER_LINEAR]))
    else:
        canvas = cv2.resize(backdrop, (int(size[0]), int(size[1])), interpolation=cv2.INTER_AREA).astype(np.float32)
    # Shrink with averaging first: a warp alone would alias thin strokes.
    factor = width / w
    if factor < 0.6:
        sheet = cv2.resize(sheet, (max(8, int(w * factor * 1.15)), max(6, int(h * factor * 1.15))), interpolation=cv2.INTER_AREA)
    hh, ww = sheet.shape[:2]
    m = cv2.getPerspectiveTransform(quad_of(ww, hh), np.float32(quad))
    warped = cv2.warpPerspective(sheet, m, (int(size[0]), int(size[1])), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    mask = np.zeros((int(size[1]), int(size[0])), np.float32)
    cv2.fillPoly(mask, [np.int32(np.round(quad * 16))], 1, cv2.LINE_AA, 4)
    mask = mask[..., None]
    return np.clip(canvas * (1 - mask) + warped * mask, 0, 255).astype(np.uint8), np.float32(quad)
