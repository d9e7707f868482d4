/** The video of a session description (RFC 4566): what is needed to ask for it and to decode it. */
export interface VideoMedia {
  codec: 'H264' | 'H265' | 'JPEG' | 'other';
  /** `rtpmap` name, as sent. */
  encoding: string;
  payload: number;
  clockRate: number;
  /** Address to SETUP, absolute or relative to the base. */
  control: string;
  /** Frames a second that the camera declares; undefined when it says nothing. */
  declaredFps: number | undefined;
  /** The lines that a decoder needs, cleaned: nothing in them is an address. */
  lines: string[];
}

const FMTP = /^a=fmtp:\d+ [\w\-=;,+/. %]*$/;
const names: Record<string, VideoMedia['codec']> = { H264: 'H264', H265: 'H265', HEVC: 'H265', JPEG: 'JPEG' };

/** The first video of a description; undefined when there is none. Sound and metadata are left out. */
export function videoOf(sdp: string): VideoMedia | undefined {
  const lines = sdp.split(/\r?\n/).slice(0, 2_000);
  const start = lines.findIndex((line) => /^m=video\s/.test(line));
  if (start < 0) return undefined;
  const rest = lines.slice(start + 1);
  const next = rest.findIndex((line) => line.startsWith('m='));
  const media = next < 0 ? rest : rest.slice(0, next);
  const payload = Number(/^m=video\s+\d+(?:\/\d+)?\s+\S+\s+(\d+)/.exec(lines[start] ?? '')?.[1] ?? NaN);
  if (!(payload >= 0 && payload <= 127)) return undefined;
  const value = (pattern: RegExp) =>
    media.map((line) => pattern.exec(line)?.[1]).find((one) => one !== undefined);
  const map = value(new RegExp(`^a=rtpmap:${payload} (\\S+)`));
  const [name = payload === 26 ? 'JPEG' : '', rate = '90000'] = (map ?? '')
    .split('/')
    .filter((part) => part !== '');
  const fps = Number(value(/^a=(?:framerate|x-framerate):\s*([\d.]+)/) ?? NaN);
  const fmtp = media.find((line) => line.startsWith(`a=fmtp:${payload} `) && FMTP.test(line));
  return {
    codec: names[name.toUpperCase()] ?? 'other',
    encoding: name,
    payload,
    clockRate: Number(rate) > 0 ? Number(rate) : 90_000,
    control: value(/^a=control:\s*(\S+)/) ?? '',
    declaredFps: fps > 0 && fps < 240 ? fps : undefined,
    lines: [
      `m=video 0 RTP/AVP ${payload}`,
      ...(map !== undefined && /^[\w\-./]+$/.test(map) ? [`a=rtpmap:${payload} ${map}`] : []),
      ...(fmtp === undefined ? [] : [fmtp]),
    ],
  };
}

/** A description of one video and nothing else. */
export function sdpOf(media: Pick<VideoMedia, 'lines'>, control: string): string {
  const session = ['v=0', 'o=- 0 0 IN IP4 127.0.0.1', 's=-', 'c=IN IP4 127.0.0.1', 't=0 0'];
  return [...session, ...media.lines, `a=control:${control}`, ''].join('\r\n');
}
