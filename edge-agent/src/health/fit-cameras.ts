import type { CameraHealth } from '@vamco/contracts';

/** What an event of 1536 bytes leaves for the cameras, with the longest names and numbers around them. */
const ROOM = 860;

/**
 * Eight cameras in trouble do not fit into one event. The least telling things go first: what is written in pictures
 * (a wrong clock is said by `untrusted` too), plates per hour, the age of the last frame, preset and clock, then
 * reasons, then whole cameras that are up; those in trouble stay.
 */
export function fitCameras(cameras: readonly CameraHealth[]): CameraHealth[] {
  const bare = ({ id, state, analysed, skipped, restarts }: CameraHealth) => ({
    id,
    state,
    analysed,
    skipped,
    restarts,
  });
  const withReason = (camera: CameraHealth) => ({
    ...bare(camera),
    ...(camera.reason !== undefined && { reason: camera.reason }),
    ...(camera.untrusted !== undefined && { untrusted: camera.untrusted }),
  });
  const worstFirst = [...cameras].sort((a, b) => Number(a.state === 'up') - Number(b.state === 'up'));
  let list: CameraHealth[] = [...cameras];
  if (tooLong(list)) list = cameras.map(withoutPicture);
  if (tooLong(list)) list = cameras.map(withReason);
  if (tooLong(list)) list = cameras.map(bare);
  if (tooLong(list)) list = worstFirst.map(bare);
  while (tooLong(list)) list.pop();
  return list;
}

function withoutPicture(camera: CameraHealth): CameraHealth {
  const rest = { ...camera };
  delete rest.burntIn;
  return rest;
}

function tooLong(list: readonly CameraHealth[]): boolean {
  return Buffer.byteLength(JSON.stringify(list)) > ROOM;
}
