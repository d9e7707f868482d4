/** Brightness of a small picture, row by row, 0..255. */
export interface Gray {
  width: number;
  height: number;
  data: Uint8Array;
}

/** Darkest and brightest part of the picture that say where its black and white lie. */
const [BLACK_SHARE, WHITE_SHARE] = [0.02, 0.995];
/** Of the picture's height: what is smaller in both directions is noise, what is higher may be a letter. */
const [SPECK, LETTER] = [0.035, 0.3];
/** Of the letters' height: how far a sign may reach beyond them (slashes do), and where dots and dashes lie. */
const [BEYOND, SMALL, LOW] = [0.22, 0.5, 0.25];
/** Room for the reader around the letters, of the picture's height. */
const MARGIN = 0.2;
/** The edge of a letter fades over twice this many levels of grey: readers like soft edges better than steps. */
const FADE = 30;
const AROUND = [-2, -1, 0, 1, 2].flatMap((y) =>
  [-2, -1, 0, 1, 2].filter((x) => x * x + y * y <= 4).map((x) => [x, y] as const),
);

interface Patch {
  left: number;
  top: number;
  right: number;
  bottom: number;
  cells: number[];
}

/**
 * The letters of a bright text alone, black on white: what is brighter than `level`, does not hang together with the
 * edge of the picture, and stands in one line. White letters with a black edge come free of a white background this way.
 * @param level 0..1 between the picture's black and white
 * @returns undefined when nothing is left
 */
export function lettersOf(picture: Gray, level: number): Gray | undefined {
  const { width, height } = picture;
  const threshold = thresholdOf(picture.data, level);
  const open = Uint8Array.from(picture.data, (value) => (value >= threshold ? 1 : 0));
  const patches: Patch[] = [];
  for (let start = 0; start < open.length; start += 1) {
    if (open[start] === 0) continue;
    const patch = fill(open, width, start);
    const { left, top, right, bottom } = patch;
    const hangsOut = left === 0 || top === 0 || right === width - 1 || bottom === height - 1;
    const isSpeck = right - left < height * SPECK && bottom - top < height * SPECK;
    if (!hangsOut && !isSpeck) patches.push(patch);
  }
  const free = patches.filter((patch) => !patches.some((other) => surrounds(other, patch)));
  const letters = inLine(free, height * LETTER);
  return letters.length === 0 ? undefined : drawn(letters, picture, threshold);
}

/** White becomes black: for letters that are darker than what is behind them. */
export function negative({ width, height, data }: Gray): Gray {
  return { width, height, data: data.map((value) => 255 - value) };
}

function thresholdOf(data: Uint8Array, level: number): number {
  const sorted = Uint8Array.from(data).sort();
  const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)] ?? 0;
  const [black, white] = [at(BLACK_SHARE), at(WHITE_SHARE)];
  return black + (white - black) * level;
}

/** Takes one patch of neighbouring cells out of `open`. */
function fill(open: Uint8Array, width: number, start: number): Patch {
  const [x, y] = [start % width, Math.floor(start / width)];
  const patch: Patch = { left: x, top: y, right: x, bottom: y, cells: [start] };
  open[start] = 0;
  const visit = (cell: number) => {
    if (open[cell] !== 1) return;
    open[cell] = 0;
    patch.cells.push(cell);
  };
  for (let next = 0; next < patch.cells.length; next += 1) {
    const cell = patch.cells[next] ?? 0;
    const [column, row] = [cell % width, Math.floor(cell / width)];
    patch.left = Math.min(patch.left, column);
    patch.right = Math.max(patch.right, column);
    patch.top = Math.min(patch.top, row);
    patch.bottom = Math.max(patch.bottom, row);
    if (column > 0) visit(cell - 1);
    if (column < width - 1) visit(cell + 1);
    visit(cell - width);
    visit(cell + width);
  }
  return patch;
}

/** What lies inside of a letter is a hole with something bright behind it. */
function surrounds(outer: Patch, inner: Patch): boolean {
  return (
    outer.left < inner.left &&
    outer.right > inner.right &&
    outer.top < inner.top &&
    outer.bottom > inner.bottom
  );
}

/** Signs that reach out of the line of letters, and dots where no sign has any, are pieces of the background. */
function inLine(patches: readonly Patch[], letterHeight: number): Patch[] {
  const tall = patches.filter(({ top, bottom }) => bottom - top >= letterHeight);
  if (tall.length === 0) return [];
  const [top, bottom] = [middle(tall.map((one) => one.top)), middle(tall.map((one) => one.bottom))];
  const height = bottom - top;
  return patches.filter((patch) => {
    if (patch.top < top - height * BEYOND || patch.bottom > bottom + height * BEYOND) return false;
    return patch.bottom - patch.top > height * SMALL || patch.top > top + height * LOW;
  });
}

function middle(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
}

function drawn(patches: readonly Patch[], picture: Gray, threshold: number): Gray {
  const margin = Math.round(picture.height * MARGIN);
  const left = Math.min(...patches.map((patch) => patch.left)) - margin;
  const top = Math.min(...patches.map((patch) => patch.top)) - margin;
  const width = Math.max(...patches.map((patch) => patch.right)) - left + 1 + margin;
  const height = Math.max(...patches.map((patch) => patch.bottom)) - top + 1 + margin;
  const data = new Uint8Array(width * height).fill(255);
  for (const { cells } of patches)
    for (const cell of cells) {
      const [column, row] = [cell % picture.width, Math.floor(cell / picture.width)];
      for (const [dx, dy] of AROUND) {
        const value = picture.data[(row + dy) * picture.width + column + dx] ?? 0;
        const at = (row + dy - top) * width + column + dx - left;
        data[at] = 255 * (1 - Math.min(1, Math.max(0, (value - threshold + FADE) / (2 * FADE))));
      }
    }
  return { width, height, data };
}
