/** Why a camera gives no picture: a code for programs and health events. */
export type DownReason =
  | 'auth'
  | 'busy'
  | 'changed'
  | 'codec'
  | 'ended'
  | 'forbidden-address'
  | 'misbehaves'
  | 'no-answer'
  | 'no-name'
  | 'no-route'
  | 'not-a-video'
  | 'not-found'
  | 'not-http'
  | 'not-rtsp'
  | 'refused'
  | 'stalled'
  | 'transport'
  | 'unknown';

// Words, not numbers: ffmpeg's lines are full of addresses of memory.
const patterns: [RegExp, DownReason][] = [
  [/unauthorized|forbidden/i, 'auth'],
  [/404 not found|no such file/i, 'not-found'],
  [/ECONNREFUSED|connection refused/i, 'refused'],
  [/ENOTFOUND|EAI_|name or service|failed to resolve/i, 'no-name'],
  [/EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|no route|network is unreachable|timed out|-138|-110/i, 'no-route'],
  [
    /invalid data|moov atom|does not contain any stream|matches no streams|could not find codec/i,
    'not-a-video',
  ],
  [/unsupported|unknown decoder|decoder .*not found|picture size .* is invalid|max_pixels/i, 'codec'],
];

/** Reads the reason out of ffmpeg's last words, or of an error of the network. */
export function whyDown(failure: string | undefined): DownReason {
  if (failure === undefined) return 'ended';
  return patterns.find(([pattern]) => pattern.test(failure))?.[1] ?? 'unknown';
}

/** One plain sentence a technician can act on. */
export const downSentences: Record<DownReason, string> = {
  auth: 'the camera refuses the user name or password',
  busy: 'the camera serves as many viewers as it can; close another one',
  changed: 'the camera changed the size of its picture; it is opened anew',
  codec: 'the picture is in a form that this ffmpeg cannot decode',
  ended: 'the stream ended',
  'forbidden-address': 'the name of the camera leads to an address where no camera may be',
  misbehaves: 'the camera sent something that no camera should send, and was cut off',
  'no-answer': 'something listens at this address and port, but it does not answer',
  'no-name': 'the name in the camera’s address is not known on this network',
  'no-route': 'the camera cannot be reached over the network',
  'not-a-video': 'this is not a video that ffmpeg can read',
  'not-found': 'there is nothing at this address',
  'not-http': 'what answers at this address and port does not speak HTTP, so it is no ONVIF address',
  'not-rtsp': 'what answers at this address and port does not speak RTSP',
  refused: 'nothing listens at this address and port',
  stalled: 'the camera stopped sending pictures',
  transport: 'the camera does not offer this transport; choose tcp or udp, the other one',
  unknown: 'ffmpeg gave up',
};
