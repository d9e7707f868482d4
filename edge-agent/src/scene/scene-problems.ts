import type { Problem, SceneConfig, Schedule } from '@vamco/contracts';
import { crossesItself, isArea, type NormPoint } from './geometry.ts';
import { fitGround, isGround } from './ground.ts';
import { neverOpens } from './schedule.ts';

type Say = (path: string, message: string) => void;

/**
 * What is wrong with a scene beyond its schema: ids used twice, lines without length, polygons that cross themselves,
 * names that do not exist, schedules that never hold, ground points that make no map. Empty when it is fine.
 */
export function sceneProblems(scene: SceneConfig): Problem[] {
  const problems: Problem[] = [];
  const say: Say = (path, message) => problems.push({ path, message });
  repeatedIds(scene, say);
  scene.lines.forEach((line, index) => {
    lineProblems(scene, line, `lines/${index}`, say);
  });
  scene.zones.forEach((zone, index) => {
    zoneProblems(scene, zone, `zones/${index}`, say);
  });
  scene.signals.forEach(({ lamps }, index) => {
    for (const [colour, lamp] of Object.entries(lamps)) {
      const problem = boxProblem(lamp);
      if (problem) say(`signals/${index}/lamps/${colour}`, problem);
    }
  });
  scene.regions.forEach(({ box }, index) => {
    const problem = boxProblem(box);
    if (problem) say(`regions/${index}/box`, problem);
  });
  if (scene.ground) {
    const fitted = fitGround(scene.ground.points, scene.ground.clickError);
    if (!isGround(fitted))
      say(`ground/points${fitted.index === undefined ? '' : `/${fitted.index}`}`, fitted.message);
  }
  return problems;
}

/** Lines and zones share one set of names: a violation says where by this name alone. */
function repeatedIds(scene: SceneConfig, say: Say): void {
  const groups = [
    [['signals', scene.signals]],
    [['regions', scene.regions]],
    [
      ['lines', scene.lines],
      ['zones', scene.zones],
    ],
  ] as const;
  for (const lists of groups) {
    const seen = new Set<string>();
    for (const [kind, list] of lists) {
      list.forEach(({ id }, index) => {
        if (seen.has(id)) say(`${kind}/${index}/id`, `"${id}" is used twice`);
        seen.add(id);
      });
    }
  }
}

function lineProblems(scene: SceneConfig, line: SceneConfig['lines'][number], path: string, say: Say): void {
  if (distance(line.from, line.to) < 0.005) say(path, 'has no length');
  directionProblem(line.forward, `${path}/forward`, say);
  signalProblem(scene, line.signal, `${path}/signal`, say);
  for (const [movement, ids] of Object.entries(line.signals ?? {}))
    ids.forEach((id, index) => {
      signalProblem(scene, id, `${path}/signals/${movement}/${index}`, say);
    });
  for (const [movement, ids] of Object.entries(line.exits ?? {}))
    ids.forEach((id, index) => {
      const isThere = [...scene.lines, ...scene.zones].some((place) => place.id === id);
      if (!isThere) say(`${path}/exits/${movement}/${index}`, `there is no line or zone "${id}"`);
      else if (id === line.id && movement !== 'u-turn')
        say(`${path}/exits/${movement}/${index}`, 'a line cannot be its own exit');
    });
  if (line.kind !== 'stop-line' && (line.signal ?? line.signals ?? line.turnOnRed))
    say(path, 'only a stop-line obeys signals');
  scheduleProblem(line.when, `${path}/when`, say);
  line.forbids?.forEach(({ when }, index) => {
    scheduleProblem(when, `${path}/forbids/${index}/when`, say);
  });
}

function zoneProblems(scene: SceneConfig, zone: SceneConfig['zones'][number], path: string, say: Say): void {
  const polygon = zone.polygon.map(([x = 0, y = 0]): NormPoint => [x, y]);
  if (crossesItself(polygon)) say(`${path}/polygon`, 'crosses itself');
  else if (!isArea(polygon)) say(`${path}/polygon`, 'encloses nothing');
  if (zone.kind === 'lane' && !zone.direction) say(`${path}/direction`, 'a lane needs its direction');
  if (zone.kind === 'prohibited-road' && !zone.classes)
    say(`${path}/classes`, 'which vehicles are forbidden here?');
  if (zone.kind === 'speed' && zone.limitKmh === undefined)
    say(`${path}/limitKmh`, 'a speed zone needs its limit');
  if (zone.kind === 'speed' && !scene.ground) say(path, 'speeds need ground points (`ground`)');
  directionProblem(zone.direction, `${path}/direction`, say);
  signalProblem(scene, zone.signal, `${path}/signal`, say);
  scheduleProblem(zone.when, `${path}/when`, say);
}

function signalProblem(scene: SceneConfig, id: string | undefined, path: string, say: Say): void {
  if (id !== undefined && !scene.signals.some((signal) => signal.id === id))
    say(path, `there is no signal "${id}"`);
}

function directionProblem(direction: number[] | undefined, path: string, say: Say): void {
  if (direction && Math.hypot(...direction) === 0) say(path, 'points nowhere');
}

function scheduleProblem(schedule: Schedule | undefined, path: string, say: Say): void {
  const problem = schedule && neverOpens(schedule);
  if (problem) say(path, problem);
}

/** Why `[x, y, w, h]` is no part of the picture; undefined when it is one. */
function boxProblem([x = 0, y = 0, w = 0, h = 0]: number[]): string | undefined {
  if (w <= 0 || h <= 0) return 'has no size';
  return x + w > 1.0001 || y + h > 1.0001 ? 'reaches beyond the picture' : undefined;
}

function distance(a: number[], b: number[]): number {
  return Math.hypot((a[0] ?? 0) - (b[0] ?? 0), (a[1] ?? 0) - (b[1] ?? 0));
}
