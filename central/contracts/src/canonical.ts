/**
 * Canonical JSON of a value (RFC 8785): keys sorted by UTF-16 code units, no spaces, ECMAScript numbers.
 * Two programs that hold the same event get the same bytes, whatever order its keys came in.
 * Undefined members are left out, as JSON.stringify does; NaN and infinities are an error.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'number' && !Number.isFinite(value))
    throw new TypeError('a number that JSON cannot hold');
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item)).join(',')}]`;
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}

/**
 * The text whose SHA-256 is the hash of an event: a domain line, then the event without its signature.
 * The next event carries that hash as `prev`; the box signs it.
 */
export function hashInput(event: object): string {
  return `vamco.event.v1\n${canonicalJson({ ...event, sig: undefined })}`;
}

/** The text a box signs to be let in by the embedded broker. */
export function brokerProof(box: string): string {
  return `vamco.mqtt.v1\n${box}`;
}

/** The text a box signs in `authorization: VamCo <box> <base64 signature>` of a media request. */
export function mediaProof(box: string, sha256: string): string {
  return `vamco.media.v1\n${box}\n${sha256}`;
}
