/** One thing that came over an RTSP connection: a request, an answer, or a packet of the stream. */
export type RtspItem =
  | { kind: 'request'; method: string; url: string; headers: ReadonlyMap<string, string[]>; body: string }
  | { kind: 'response'; status: number; headers: ReadonlyMap<string, string[]>; body: string }
  | { kind: 'packet'; channel: number; bytes: Buffer };

/** The other side sent what no RTSP speaker sends; `what` says it in plain words. */
export class RtspGarbage extends Error {
  override readonly name = 'RtspGarbage';
  readonly what: 'not-rtsp' | 'misbehaves';

  constructor(what: 'not-rtsp' | 'misbehaves', message: string) {
    super(message);
    this.what = what;
  }
}

const MAX_HEAD = 16_384;
const MAX_BODY = 65_536;
const DOLLAR = 0x24;

/** Cuts the bytes of one connection into messages (RFC 2326) with bounded memory, whatever comes. */
export class RtspReader {
  #rest: Buffer = Buffer.alloc(0);

  /** Throws RtspGarbage for what is no RTSP, or too large to be. */
  push(chunk: Buffer): RtspItem[] {
    let bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const items: RtspItem[] = [];
    for (;;) {
      const found = bytes[0] === DOLLAR ? packetAt(bytes) : messageAt(bytes);
      if (found === undefined) break;
      bytes = bytes.subarray(found.length);
      if (found.item) items.push(found.item);
    }
    // A copy, so that a small rest does not keep a large chunk alive.
    this.#rest = Buffer.from(bytes);
    return items;
  }
}

type Found = { item: RtspItem | undefined; length: number } | undefined;

function packetAt(bytes: Buffer): Found {
  if (bytes.length < 4) return undefined;
  const length = 4 + bytes.readUInt16BE(2);
  if (bytes.length < length) return undefined;
  return { item: { kind: 'packet', channel: bytes[1] ?? 0, bytes: bytes.subarray(4, length) }, length };
}

function messageAt(bytes: Buffer): Found {
  if (bytes.length === 0) return undefined;
  // Some cameras put empty lines between messages.
  if (bytes[0] === 0x0d || bytes[0] === 0x0a) return { item: undefined, length: 1 };
  const first = bytes.subarray(0, 8).toString('latin1');
  if (!/^[A-Z_]+(?:[ /][^\r\n]*)?$/.test(first)) throw new RtspGarbage('not-rtsp', 'the answer is not RTSP');
  if (first.startsWith('HTTP/')) throw new RtspGarbage('not-rtsp', 'the answer is HTTP, not RTSP');
  const end = bytes.subarray(0, MAX_HEAD + 4).indexOf('\r\n\r\n');
  if (end < 0) {
    if (bytes.length > MAX_HEAD) throw new RtspGarbage('misbehaves', 'the head of an answer is endless');
    return undefined;
  }
  const [start = '', ...lines] = bytes.subarray(0, end).toString('latin1').split('\r\n');
  const headers = readHeaders(lines);
  const size = Number(headers.get('content-length')?.[0] ?? 0);
  if (!(size >= 0 && size <= MAX_BODY))
    throw new RtspGarbage('misbehaves', 'the body of an answer is larger than any description of a stream');
  const length = end + 4 + size;
  if (bytes.length < length) return undefined;
  const body = bytes.subarray(end + 4, length).toString('utf8');
  return { item: readStart(start, headers, body), length };
}

function readStart(start: string, headers: ReadonlyMap<string, string[]>, body: string): RtspItem {
  const response = /^RTSP\/\d\.\d (\d{3})/.exec(start);
  if (response) return { kind: 'response', status: Number(response[1]), headers, body };
  const request = /^([A-Z_]+) (\S+) RTSP\/\d\.\d$/.exec(start);
  if (request) return { kind: 'request', method: request[1] ?? '', url: request[2] ?? '', headers, body };
  throw new RtspGarbage('not-rtsp', 'the answer is not RTSP');
}

function readHeaders(lines: readonly string[]): Map<string, string[]> {
  const headers = new Map<string, string[]>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon < 1) continue;
    const name = line.slice(0, colon).trim().toLowerCase();
    headers.set(name, [...(headers.get(name) ?? []), line.slice(colon + 1).trim()]);
  }
  return headers;
}

/** A request or an answer as bytes on the wire. */
export function rtspText(start: string, headers: Record<string, string | number>, body = ''): string {
  const all = body === '' ? headers : { ...headers, 'Content-Length': Buffer.byteLength(body) };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return [start, ...lines, '', body].join('\r\n');
}

/** The four bytes that go before a packet inside the connection (RFC 2326, 10.12). */
export function interleavedHead(channel: number, length: number): Buffer {
  return Buffer.from([DOLLAR, channel, length >> 8, length & 0xff]);
}
