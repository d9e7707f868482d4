/** A small grey picture for looking at a camera's health; row by row, 0..255. */
export interface Gray {
  width: number;
  height: number;
  data: Float32Array;
}

/** Size of the small picture: one cell is about one percent of the picture's width. */
export const GRAY = { width: 96, height: 54 } as const;

/** An analysed frame: RGB, the picture fitted into the top left corner of a larger one. */
export interface Fitted {
  pixels: Uint8Array;
  width: number;
  height: number;
  /** Size of the camera's picture, pixels: tells how much of the frame it fills. */
  source: { width: number; height: number };
}

/** How many columns and rows of the frame the picture fills. */
export function filled({ width, height, source }: Fitted): { width: number; height: number } {
  const scale = Math.min(width / source.width, height / source.height);
  return {
    width: Math.max(2, Math.min(width, Math.round(source.width * scale))),
    height: Math.max(2, Math.min(height, Math.round(source.height * scale))),
  };
}

/** Shrinks an analysed frame to cells, green only (the channel closest to brightness), averaged over each cell. */
export function toGray(frame: Fitted): Gray {
  const { width, height } = GRAY;
  const used = filled(frame);
  const data = new Float32Array(width * height);
  for (let y = 0; y < height; y += 1) {
    const top = Math.floor((y * used.height) / height);
    const bottom = Math.max(top + 1, Math.floor(((y + 1) * used.height) / height));
    for (let x = 0; x < width; x += 1) {
      const left = Math.floor((x * used.width) / width);
      const right = Math.max(left + 1, Math.floor(((x + 1) * used.width) / width));
      let sum = 0;
      for (let row = top; row < bottom; row += 1)
        for (let column = left; column < right; column += 1)
          sum += frame.pixels[(row * frame.width + column) * 3 + 1] ?? 0;
      data[y * width + x] = sum / ((bottom - top) * (right - left));
    }
  }
  return { width, height, data };
}
