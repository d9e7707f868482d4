import type { Problem, SceneConfig } from '@vamco/contracts';

type Pair = number[];

/**
 * What is wrong with a scene beyond its schema: ids used twice, lines without length, polygons that cross
 * themselves, lanes without direction, signals that do not exist. Empty when it is fine.
 */
export function sceneProblems(scene: SceneConfig): Problem[] {
  const problems: Problem[] = [];
  const say = (path: string, message: string) => problems.push({ path, message });
  const signals = new Set(scene.signals.map((signal) => signal.id));
  for (const [kind, list] of [
    ['signals', scene.signals],
    ['lines', scene.lines],
    ['zones', scene.zones],
    ['regions', scene.regions],
  ] as const) {
    const seen = new Set<string>();
    list.forEach(({ id }, index) => {
      if (seen.has(id)) say(`${kind}/${index}/id`, `"${id}" is used twice`);
      seen.add(id);
    });
  }
  scene.lines.forEach((line, index) => {
    if (distance(line.from, line.to) < 0.005) say(`lines/${index}`, 'has no length');
    if (line.forward && Math.hypot(...line.forward) === 0) say(`lines/${index}/forward`, 'points nowhere');
    if (line.signal !== undefined && !signals.has(line.signal)) {
      say(`lines/${index}/signal`, `there is no signal "${line.signal}"`);
    }
  });
  scene.zones.forEach((zone, index) => {
    if (crossesItself(zone.polygon)) say(`zones/${index}/polygon`, 'crosses itself');
    if (zone.kind === 'lane' && !zone.direction)
      say(`zones/${index}/direction`, 'a lane needs its direction');
    if (zone.direction && Math.hypot(...zone.direction) === 0)
      say(`zones/${index}/direction`, 'points nowhere');
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
  return problems;
}

/** Why `[x, y, w, h]` is no part of the picture; undefined when it is one. */
function boxProblem([x = 0, y = 0, w = 0, h = 0]: number[]): string | undefined {
  if (w <= 0 || h <= 0) return 'has no size';
  return x + w > 1.0001 || y + h > 1.0001 ? 'reaches beyond the picture' : undefined;
}

function distance(a: Pair, b: Pair): number {
  return Math.hypot((a[0] ?? 0) - (b[0] ?? 0), (a[1] ?? 0) - (b[1] ?? 0));
}

function crossesItself(polygon: Pair[]): boolean {
  const edges = polygon.map((from, index) => [from, polygon[(index + 1) % polygon.length] ?? from] as const);
  return edges.some(([a, b], i) =>
    edges.some(([c, d], j) => {
      const neighbours = j <= i + 1 || (i === 0 && j === edges.length - 1);
      return !neighbours && turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0;
    }),
  );
}

/** Which way a → b → c turns: sign of the cross product. */
function turn(a: Pair, b: Pair, c: Pair): number {
  const [ax = 0, ay = 0] = a;
  const [bx = 0, by = 0] = b;
  const [cx = 0, cy = 0] = c;
  return (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
}
