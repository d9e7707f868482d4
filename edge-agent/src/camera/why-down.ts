/** Why a camera gives no picture: a code for programs and health events. */
export type DownReason =
  'auth' | 'not-found' | 'refused' | 'no-route' | 'stalled' | 'codec' | 'ended' | 'not-a-video' | 'unknown';

const patterns: [RegExp, DownReason][] = [
  [/401|403|unauthorized|forbidden/i, 'auth'],
  [/404|not found|no such file/i, 'not-found'],
  [/connection refused/i, 'refused'],
  [/no route|network is unreachable|name or service|failed to resolve|timed out|-138|-110/i, 'no-route'],
  [
    /invalid data|moov atom|does not contain any stream|matches no streams|could not find codec/i,
    'not-a-video',
  ],
  [/unsupported|unknown decoder|decoder .*not found/i, 'codec'],
];

/** Reads the reason out of ffmpeg's last words. */
export function whyDown(failure: string | undefined): DownReason {
  if (failure === undefined) return 'ended';
  return patterns.find(([pattern]) => pattern.test(failure))?.[1] ?? 'unknown';
}

/** One plain sentence a technician can act on. */
export const downSentences: Record<DownReason, string> = {
  auth: 'the camera refuses the user name or password',
  'not-found': 'there is nothing at this address',
  refused: 'nothing listens at this address and port',
  'no-route': 'the camera cannot be reached over the network',
  stalled: 'the camera stopped sending pictures',
  codec: 'the picture is in a form that this ffmpeg cannot decode',
  ended: 'the stream ended',
  'not-a-video': 'this is not a video that ffmpeg can read',
  unknown: 'ffmpeg gave up',
};
