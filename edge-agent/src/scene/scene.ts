import type { ObjectClass, SceneConfig } from '@vamco/contracts';
import { lineGeometry, unit, type LineGeometry, type NormPoint } from './geometry.ts';

/** A line of a scene: every one counts, whatever else it is for. */
export interface SceneLine extends LineGeometry {
  id: string;
  kind: 'count' | 'stop-line';
  /** The signal that a stop line obeys. */
  signal: string | undefined;
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

/** The lamps of one signal, where the picture shows them: `[x, y, w, h]`, 0..1. */
export interface SceneSignal {
  id: string;
  lamps: { colour: 'red' | 'yellow' | 'green'; region: readonly number[] }[];
}

/** A part of the picture to look at once more, enlarged: `[x, y, w, h]`, 0..1. */
export interface SceneRegion {
  id: string;
  box: readonly [x: number, y: number, w: number, h: number];
}

/** A preset's geometry in the form that rules ask for. */
export interface Scene {
  lines: SceneLine[];
  zones: SceneZone[];
  signals: SceneSignal[];
  regions: SceneRegion[];
}

/** Prepares a validated scene; what the schema cannot say is checked by `sceneProblems` beforehand. */
export function createScene(config: SceneConfig): Scene {
  return {
    lines: config.lines.map((line) => ({
      id: line.id,
      kind: line.kind,
      signal: line.signal,
      ...lineGeometry(point(line.from), point(line.to), line.forward && point(line.forward)),
    })),
    zones: config.zones.map((zone) => ({
      id: zone.id,
      kind: zone.kind,
      polygon: zone.polygon.map(point),
      direction: zone.direction && unit(point(zone.direction)),
      classes: zone.classes && new Set(zone.classes),
    })),
    signals: config.signals.map(({ id, lamps: { red, yellow, green } }) => ({
      id,
      lamps: [
        ...(red ? [{ colour: 'red' as const, region: red }] : []),
        ...(yellow ? [{ colour: 'yellow' as const, region: yellow }] : []),
        ...(green ? [{ colour: 'green' as const, region: green }] : []),
      ],
    })),
    regions: config.regions.map(({ id, box: [x = 0, y = 0, w = 1, h = 1] }) => ({ id, box: [x, y, w, h] })),
  };
}

function point(pair: number[]): NormPoint {
  return [pair[0] ?? 0, pair[1] ?? 0];
}
