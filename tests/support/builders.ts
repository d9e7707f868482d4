import type { ObjectClass, SceneConfig } from '@vamco/contracts';
import { createScene, type Scene } from '../../edge-agent/src/scene/scene.ts';
import type { Track } from '../../edge-agent/src/track/track.ts';

type Point = readonly [number, number];

/** A confirmed track that goes straight from one point to another in `seconds`, seen 8 times a second. */
export function aTrack(parts: {
  from: Point;
  to: Point;
  seconds?: number;
  class?: ObjectClass;
  height?: number;
  id?: number;
}): Track {
  const { from, to, seconds = 3, class: name = 'car', height = 0.1, id = 1 } = parts;
  const steps = Math.max(1, Math.round(seconds * 8));
  const trajectory = Array.from({ length: steps + 1 }, (_, index) => {
    const part = index / steps;
    const at: Point = [from[0] + (to[0] - from[0]) * part, from[1] + (to[1] - from[1]) * part];
    return { at, width: height, height, t: part * seconds, frame: index + 1 };
  });
  return { id, state: 'confirmed', class: name, score: 0.9, box: [0, 0, 10, 10], trajectory };
}

/** The track as it was after its first `count` looks. */
export function early(track: Track, count: number): Track {
  return { ...track, trajectory: track.trajectory.slice(0, count) };
}

export function aScene(parts: Partial<SceneConfig>): Scene {
  return createScene({ signals: [], lines: [], zones: [], regions: [], ...parts });
}

/** A site file with one camera and a centre that is not there: what is made stays in the outbox. */
export function aLonelySite(camera: { streamUrl: string; scene: object }) {
  return {
    version: 1,
    site: { id: 'site-01', name: 'Ngã tư' },
    box: { id: 'box-01' },
    uplink: { broker: 'mqtt://127.0.0.1:9', media: 'http://127.0.0.1:9' },
    cameras: [
      {
        id: 'cam-01',
        name: 'A',
        streamUrl: camera.streamUrl,
        presets: [{ id: 'home', scene: camera.scene }],
      },
    ],
  };
}
