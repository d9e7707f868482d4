import type { Movement, ObjectClass, RuleSettings, SceneConfig, Schedule } from '@vamco/contracts';
import { isArea, lineGeometry, unit, type LineGeometry, type NormPoint } from './geometry.ts';
import { fitGround, isGround, type GroundMap } from './ground.ts';
import { longDirection } from './strip.ts';

/** What lines and zones have in common: whom a sign is about, and when it holds. */
interface Place {
  id: string;
  classes: ReadonlySet<ObjectClass> | undefined;
  when: Schedule | undefined;
}

/** A turn that a sign forbids. */
export interface Ban {
  movement: 'left' | 'right' | 'u-turn';
  classes: ReadonlySet<ObjectClass> | undefined;
  when: Schedule | undefined;
}

/** A line of a scene: every one counts, whatever else it is for. */
export interface SceneLine extends LineGeometry, Place {
  kind: SceneConfig['lines'][number]['kind'];
  /** The signal that a stop line obeys, unless a movement has its own. */
  signal: string | undefined;
  /** Signals of single movements. */
  signals: ReadonlyMap<Movement, readonly string[]>;
  /** Movements that may go on red, and who. */
  turnOnRed: readonly { movement: Movement; classes: ReadonlySet<ObjectClass> | undefined }[];
  /** Lines and zones by which each movement leaves. */
  exits: ReadonlyMap<Movement, readonly string[]>;
  forbids: readonly Ban[];
  /** The same line on the ground, metres. */
  metres: LineGeometry | undefined;
}

export interface SceneZone extends Place {
  kind: SceneConfig['zones'][number]['kind'];
  polygon: NormPoint[];
  /** Unit vector of permitted travel, or along the zone. */
  direction: NormPoint | undefined;
  /** Who waits at this signal is no offender. */
  signal: string | undefined;
  limitKmh: number | undefined;
  /** Unit vector along the zone, either way: in the picture, and on the ground where all of it is known. */
  along: NormPoint;
  alongMetres: NormPoint | undefined;
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
  /** Metres, where the scene knows them. */
  ground: GroundMap | undefined;
  settings: RuleSettings;
  officerDirecting: boolean;
}

/**
 * Prepares a validated scene; what the schema cannot say is checked by `sceneProblems` beforehand. Geometry that is
 * none (a line without length, a polygon without area or that crosses itself) is left out: it accuses nobody.
 */
export function createScene(config: SceneConfig): Scene {
  const fitted = config.ground && fitGround(config.ground.points, config.ground.clickError);
  const ground = fitted && isGround(fitted) ? fitted : undefined;
  return {
    lines: config.lines.flatMap((line) => {
      const geometry = lineGeometry(point(line.from), point(line.to), line.forward && point(line.forward));
      return isLine(geometry) ? [lineOf(line, geometry, ground)] : [];
    }),
    zones: config.zones.map((zone) => zoneOf(zone, ground)).filter(({ polygon }) => isArea(polygon)),
    signals: config.signals.map(({ id, lamps: { red, yellow, green } }) => ({
      id,
      lamps: [
        ...(red ? [{ colour: 'red' as const, region: red }] : []),
        ...(yellow ? [{ colour: 'yellow' as const, region: yellow }] : []),
        ...(green ? [{ colour: 'green' as const, region: green }] : []),
      ],
    })),
    regions: config.regions.map(({ id, box: [x = 0, y = 0, w = 1, h = 1] }) => ({ id, box: [x, y, w, h] })),
    ground,
    settings: config.rules ?? {},
    officerDirecting: config.officerDirecting ?? false,
  };
}

function lineOf(
  line: SceneConfig['lines'][number],
  geometry: LineGeometry,
  ground: GroundMap | undefined,
): SceneLine {
  return {
    ...{ id: line.id, kind: line.kind, signal: line.signal, when: line.when, ...geometry },
    classes: setOf(line.classes),
    signals: byMovement(line.signals),
    turnOnRed: (line.turnOnRed ?? []).map(({ movement, classes }) => ({ movement, classes: setOf(classes) })),
    exits: byMovement(line.exits),
    forbids: (line.forbids ?? []).map(({ movement, classes, when }) => ({
      ...{ movement, when },
      classes: setOf(classes),
    })),
    metres: ground && onGround(geometry, ground),
  };
}

function zoneOf(zone: SceneConfig['zones'][number], ground: GroundMap | undefined): SceneZone {
  const polygon = zone.polygon.map(point);
  const direction = zone.direction && unit(point(zone.direction));
  return {
    ...{ id: zone.id, kind: zone.kind, signal: zone.signal, when: zone.when, limitKmh: zone.limitKmh },
    ...{ polygon, direction, along: direction ?? longDirection(polygon) },
    alongMetres: ground && alongGround(polygon, direction, ground),
    classes: setOf(zone.classes),
  };
}

/** Along a zone on the ground, when all its corners lie where the map can be trusted. */
function alongGround(polygon: NormPoint[], direction: NormPoint | undefined, ground: GroundMap) {
  if (!polygon.every((corner) => ground.reaches(corner))) return undefined;
  if (!direction) return longDirection(polygon.map((corner) => ground.toMetres(corner)));
  const [a, b, c, d] = ground.scaleAt(middleOf(polygon));
  return unit([a * direction[0] + b * direction[1], c * direction[0] + d * direction[1]]);
}

/** The line in metres, when both its ends lie where the map can be trusted. */
function onGround({ from, to, normal }: LineGeometry, ground: GroundMap): LineGeometry | undefined {
  const middle: NormPoint = [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2];
  if (![from, to, middle].every((end) => ground.reaches(end))) return undefined;
  const [a, b, c, d] = ground.scaleAt(middle);
  const forward: NormPoint = [a * normal[0] + b * normal[1], c * normal[0] + d * normal[1]];
  return lineGeometry(ground.toMetres(from), ground.toMetres(to), forward);
}

function middleOf(corners: readonly NormPoint[]): NormPoint {
  const sum = (axis: 0 | 1) => corners.reduce((total, corner) => total + corner[axis], 0) / corners.length;
  return [sum(0), sum(1)];
}

const isLine = ({ from, to }: LineGeometry) => Math.hypot(to[0] - from[0], to[1] - from[1]) > 1e-3;
const setOf = (classes: ObjectClass[] | undefined) => classes && new Set(classes);

function byMovement(lists: Partial<Record<Movement, string[]>> | undefined): Map<Movement, string[]> {
  return new Map(Object.entries(lists ?? {}) as [Movement, string[]][]);
}

function point(pair: number[]): NormPoint {
  return [pair[0] ?? 0, pair[1] ?? 0];
}
