import { dot, unit, type NormPoint } from './geometry.ts';

/**
 * The long direction of a polygon: along that side of it across which it is narrowest (the side of the smallest
 * enclosing strip; Toussaint, “Solving geometric problems with the rotating calipers”, 1983). A unit vector in the
 * polygon's own coordinates, either way along; zero for a polygon without sides.
 */
export function longDirection(polygon: readonly NormPoint[]): NormPoint {
  let [best, narrowest]: [NormPoint, number] = [[0, 0], Infinity];
  polygon.forEach((from, index) => {
    const to = polygon[(index + 1) % polygon.length] ?? from;
    const along = unit([to[0] - from[0], to[1] - from[1]]);
    if (along[0] === 0 && along[1] === 0) return;
    const across: NormPoint = [-along[1], along[0]];
    const reaches = polygon.map((corner) => dot(corner, across));
    const width = Math.max(...reaches) - Math.min(...reaches);
    if (width < narrowest) [best, narrowest] = [along, width];
  });
  return best;
}
