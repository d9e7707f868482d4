import type { Problem, SceneConfig } from '@vamco/contracts';

/** A part of the picture that is larger is shown to the detector hardly closer than the whole picture is. */
const CLOSER = 0.8;

/**
 * Regions that cost a look in every frame and show nothing more: as wide or high as the picture, or nearly so. They do no
 * harm but to the time, so a box runs with them.
 */
export function idleRegions({ regions }: Pick<SceneConfig, 'regions'>): Problem[] {
  return regions.flatMap(({ box }, index) => {
    const [, , width = 0, height = 0] = box;
    if (Math.max(width, height) <= CLOSER) return [];
    const message = `shows things hardly larger than the whole picture does; make it at most ${CLOSER} wide and high, or two of it`;
    return [{ path: `regions/${index}/box`, message }];
  });
}
