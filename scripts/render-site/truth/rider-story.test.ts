import { expect, test } from 'vitest';
import type { SeenHead } from '../camera/see-heads.ts';
import type { SeenActor } from '../camera/see.ts';
import type { ActorState } from '../world/actor.ts';
import { createLook } from '../world/looks.ts';
import { Random } from '../world/random.ts';
import { RiderStory } from './rider-story.ts';

const clear = { visible: 1, size: 14 };
const hidden = { visible: 0.2, size: 14 };

/** A motorbike with so many bare-headed people that is near for a while, with these heads. */
function acts(
  heads: Pick<SeenHead, 'visible' | 'size'>[],
  { riders = heads.length, frames = 10, h = 120 } = {},
) {
  const look = createLook('motorbike', new Random(1), { riders, bareHead: 1 });
  const actor: ActorState = {
    ...{ id: 1, x: 0, s: 0, heading: 0, speed: 5, look },
    ...{ intent: undefined, braking: false, lean: 0 },
  };
  const box = { x: 0, y: 0, w: 60, h };
  const shown: SeenActor = {
    ...{ actor, box, full: box, shown: box, visible: 1, depth: 10, plates: [] },
    heads: heads.map((head) => ({ ...head, u: 30, v: 10, helmet: false })),
  };
  const story = new RiderStory();
  for (let index = 0; index < frames; index += 1) story.frame(index * 0.08, shown);
  return Object.fromEntries(story.acts(actor).map(({ rule, certain }) => [rule, certain]));
}

test('who is clearly seen for a while is sworn to', () => {
  expect(acts([clear])).toEqual({ 'no-helmet-driver': true });
  expect(acts([clear, clear, clear])).toEqual({
    ...{ 'no-helmet-driver': true, 'no-helmet-passenger': true, 'two-passengers': true },
  });
});

test('a third person whom the others hide in every frame is in no evidence, nor is a bare head', () => {
  expect(acts([clear, clear, hidden])['two-passengers']).toBe(false);
  expect(acts([hidden, clear])).toEqual({ 'no-helmet-driver': false, 'no-helmet-passenger': true });
  expect(acts([clear, clear, clear, hidden])['three-passengers']).toBe(false);
});

test('too short, too small, too far away', () => {
  expect(acts([clear], { frames: 6 })).toEqual({ 'no-helmet-driver': false });
  expect(acts([{ visible: 1, size: 9 }])).toEqual({ 'no-helmet-driver': false });
  expect(acts([clear], { h: 80 })).toEqual({ 'no-helmet-driver': false });
});

test('heads that cannot be told apart swear to nothing', () => {
  expect(acts([clear], { riders: 2 })).toMatchObject({
    'no-helmet-driver': false,
    'no-helmet-passenger': false,
  });
});
