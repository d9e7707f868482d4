import type { Truth } from '../../../tests/support/truth.ts';
import type { SiteCamera } from '../camera/camera.ts';
import { direction, line, outline } from '../truth/scene-of.ts';
import { entranceEnds, hallZones, room } from './room.ts';

/**
 * The scene that fits a camera in the hall: the entrance, where people are counted. Zones of counters are no part of
 * scenes yet; where they lie is in the truth's `places`.
 */
export function hallSceneOf(camera: SiteCamera): object {
  const { x } = room.entrance;
  const forward = direction(camera, [x, -room.halfDepth + 0.4], [x, -room.halfDepth + 1]);
  const entrance = { id: 'entrance', kind: 'count', ...line(camera, entranceEnds), forward };
  return { scene: { signals: [], lines: [entrance], zones: [], regions: [] } };
}

/** The parts of the hall that lie in the picture. */
export function placesOf(camera: SiteCamera): NonNullable<Truth['places']> {
  return hallZones.flatMap(({ id, kind, polygon, shown }) => {
    const drawn = outline(camera, shown?.polygon ?? polygon, shown?.up);
    return drawn ? [{ id, kind, polygon: drawn }] : [];
  });
}
