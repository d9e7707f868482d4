/** One element of EBML (RFC 8794) and where its content lies; `end` is behind the bytes when it is cut off. */
export interface EbmlElement {
  id: number;
  start: number;
  end: number;
}

/**
 * Walks through elements in the order they lie there and steps into those of `masters`, so that one whose length nobody
 * wrote down (a file that is still being written) is no special case. Stops where the bytes end.
 */
export function* ebmlElements(bytes: Buffer, masters: ReadonlySet<number>): Generator<EbmlElement> {
  for (let at = 0; at < bytes.length;) {
    const id = readNumber(bytes, at, true);
    if (id === undefined) return;
    const size = readNumber(bytes, at + id.length, false);
    if (size === undefined) return;
    const start = at + id.length + size.length;
    const isMaster = masters.has(id.value);
    const element = { id: id.value, start, end: start + size.value };
    if (!isMaster && element.end > bytes.length) return;
    yield element;
    at = isMaster ? start : element.end;
  }
}

/** An unsigned integer that fills an element. */
export function ebmlUint(bytes: Buffer, { start, end }: EbmlElement): number {
  return bytes.subarray(start, end).reduce((value, byte) => value * 256 + byte, 0);
}

/** A number whose first byte says how long it is; identifiers keep that mark. */
export function readNumber(
  bytes: Buffer,
  at: number,
  keepMark: boolean,
): { value: number; length: number } | undefined {
  const first = bytes[at];
  if (first === undefined || first === 0) return undefined;
  const length = Math.clz32(first) - 23;
  if (at + length > bytes.length) return undefined;
  let value = keepMark ? first : first & (0xff >> length);
  for (let i = 1; i < length; i += 1) value = value * 256 + (bytes[at + i] ?? 0);
  return { value, length };
}
