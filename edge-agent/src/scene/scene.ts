import type { ObjectClass, SceneConfig } from '@vamco/contracts';
import { lineGeometry, unit, type LineGeometry, type NormPoint } from './geometry.ts';

/** A counting line: every line of a scene counts, whatever else it is for. */
export interface SceneLine extends LineGeometry {
  id: string;
}

export interface SceneZone {
  id: string;
  kind: 'lane' | 'no-entry';
  polygon: NormPoint[];
  /** Unit vector of permitted travel; lanes only. */
  direction: NormPoint | undefined;
  /** lane: who may use it; no-entry: who may not enter; undefined is every vehicle. */
  classes: ReadonlySet<ObjectClass> | undefined;
}

/** A preset's geometry in the form that rules ask for. */
export interface Scene {
  lines: SceneLine[];
  zones: SceneZone[];
}

/** Prepares a validated scene; what the schema cannot say is checked by `sceneProblems` beforehand. */
export function createScene(config: SceneConfig): Scene {
  return {
    lines: config.lines.map((line) => ({
      id: line.id,
      ...lineGeometry(point(line.from), point(line.to), line.forward && point(line.forward)),
    })),
    zones: config.zones.map((zone) => ({
      id: zone.id,
      kind: zone.kind,
      polygon: zone.polygon.map(point),
      direction: zone.direction && unit(point(zone.direction)),
      classes: zone.classes && new Set(zone.classes),
    })),
  };
}

function point(pair: number[]): NormPoint {
  return [pair[0] ?? 0, pair[1] ?? 0];
}
