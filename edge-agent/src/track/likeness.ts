/** A new look changes the remembered colours by this part. */
const FOLLOW = 0.15;
/** The most unlike parts of a box are left out: the road beside a body, and whoever covers a corner of it. */
const COUNTED = 0.75;
/** Weights of brightness and of colour, for the difference of one part. */
const BRIGHTNESS = 0.78;
const COLOUR = 0.52;
/** Parts of a box, three values each. */
type Colours = ArrayLike<number>;

/** How unlike two looks are, in grey levels (0..255); 0 when either is unknown. Light that changes counts less than paint. */
export function unlikeness(a: Colours | undefined, b: Colours | undefined): number {
  if (!a || !b || a.length !== b.length || a.length === 0) return 0;
  const parts: number[] = [];
  for (let at = 0; at + 2 < a.length; at += 3) parts.push(partUnlikeness(a, b, at));
  parts.sort((one, other) => one - other);
  const counted = Math.max(1, Math.floor(COUNTED * parts.length));
  let sum = 0;
  for (let index = 0; index < counted; index += 1) sum += parts[index] ?? 0;
  return sum / counted;
}

/** What is remembered of an appearance after one more look. */
export function remember(
  known: Float32Array | undefined,
  seen: Colours | undefined,
): Float32Array | undefined {
  if (!seen) return known;
  if (known?.length !== seen.length) return Float32Array.from(seen);
  for (let at = 0; at < known.length; at += 1)
    known[at] = (known[at] ?? 0) + FOLLOW * ((seen[at] ?? 0) - (known[at] ?? 0));
  return known;
}

function partUnlikeness(a: Colours, b: Colours, at: number): number {
  const red = (a[at] ?? 0) - (b[at] ?? 0);
  const green = (a[at + 1] ?? 0) - (b[at + 1] ?? 0);
  const blue = (a[at + 2] ?? 0) - (b[at + 2] ?? 0);
  const grey = (red + green + blue) / 3;
  return (
    BRIGHTNESS * Math.abs(grey) +
    COLOUR * (Math.abs(red - grey) + Math.abs(green - grey) + Math.abs(blue - grey))
  );
}
