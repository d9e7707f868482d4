import { expect, test } from 'vitest';
import { labelsOf } from './train-labels.ts';
import { isHall, trainSeed } from './train-seed.ts';

test('plates lie on their vehicles with corners as one reads them; half-hidden ones are apart', () => {
  const pictures = [3000, 3001, 3002]
    .filter((seed) => !isHall(seed))
    .flatMap((seed) => [...trainSeed(seed).shots()].map(({ seen }) => labelsOf(seen)));
  const plates = pictures.flatMap((picture) => picture.plates.map((plate) => ({ plate, picture })));
  expect(plates.length).toBeGreaterThan(30);
  for (const { plate, picture } of plates) {
    const [x, y, w, h] = plate.box;
    const [leftTop, rightTop, rightBottom, leftBottom] = plate.corners;
    expect(rightTop?.[0]).toBeGreaterThan(leftTop?.[0] ?? NaN);
    expect(leftBottom?.[1]).toBeGreaterThan(leftTop?.[1] ?? NaN);
    expect(rightBottom?.[1]).toBeGreaterThan(rightTop?.[1] ?? NaN);
    const carries = [...picture.objects, ...picture.ignore].some(({ box: [vx, vy, vw, vh] }) => {
      const [u, v] = [x + w / 2, y + h / 2];
      return u > vx && u < vx + vw && v > vy && v < vy + vh;
    });
    expect(carries).toBe(true);
    expect(plate.text).toMatch(/^[0-9A-Z]+$/);
  }
  expect(new Set(plates.map(({ plate }) => plate.layout))).toEqual(new Set(['one-line', 'two-line']));
  expect(pictures.flatMap(({ hiddenPlates }) => hiddenPlates).length).toBeGreaterThan(3);
});
