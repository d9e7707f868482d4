/** A part of the picture that is wanted besides the whole, at a size of its own. */
export interface CropWish {
  /** `[x, y, w, h]`, 0..1 of the picture. */
  region: readonly number[];
  /** Size to deliver, pixels. */
  width: number;
  height: number;
  /** Keep the ratio and pad below and to the right, or stretch. */
  keepRatio: boolean;
}

/** Where a part lies on the sheet, pixels. */
export interface SheetPart {
  x: number;
  y: number;
  width: number;
  height: number;
  region: readonly number[];
  keepRatio: boolean;
}

/** One raw picture that carries the whole frame and its crops, so that ffmpeg scales them all at once. */
export interface Sheet {
  width: number;
  height: number;
  /** The whole picture first, then the crops in the order of the wishes. */
  parts: SheetPart[];
}

/** Lays crops in shelves below the whole picture. Throws when a crop is wider than the whole. */
export function layoutSheet(whole: { width: number; height: number }, crops: readonly CropWish[]): Sheet {
  const parts: SheetPart[] = [{ x: 0, y: 0, ...whole, region: [0, 0, 1, 1], keepRatio: true }];
  let [x, y, shelf] = [0, whole.height, 0];
  for (const { width, height, ...what } of crops) {
    if (width > whole.width) throw new RangeError(`a crop of ${width} px on a sheet of ${whole.width}`);
    if (height !== shelf || x + width > whole.width) [x, y, shelf] = [0, y + shelf, height];
    parts.push({ x, y, width, height, ...what });
    x += width;
  }
  return { width: whole.width, height: y + shelf, parts };
}

/** The parts of one sheet's bytes (RGB), in the order of the layout; full-width parts share its memory. */
export function cutSheet(sheet: Sheet, bytes: Uint8Array): Uint8Array[] {
  const row = sheet.width * 3;
  return sheet.parts.map(({ x, y, width, height }) => {
    if (width === sheet.width) return bytes.subarray(y * row, (y + height) * row);
    const cut = new Uint8Array(width * height * 3);
    for (let line = 0; line < height; line += 1) {
      const at = (y + line) * row + x * 3;
      cut.set(bytes.subarray(at, at + width * 3), line * width * 3);
    }
    return cut;
  });
}
