import { describe, expect, test } from 'vitest';
import { aLook } from './look.testing.ts';
import type { RiderLook } from './rider-look.ts';
import { RiderVote } from './rider-vote.ts';

function voted(looks: readonly RiderLook[], temper = 0.5) {
  const vote = new RiderVote(temper);
  for (const look of looks) vote.add(look);
  return vote;
}
const times = (count: number, look: RiderLook) =>
  Array.from({ length: count }, (_, index) => ({ ...look, atS: index }));
const helmets = (looks: readonly RiderLook[]) => voted(looks).riders?.heads.map(({ helmet }) => helmet);

describe('helmets of driver and passengers', () => {
  test('the one in front is the driver', () => {
    expect(helmets(times(3, aLook(['no', 'yes'])))).toEqual(['no', 'yes']);
    expect(helmets(times(3, aLook(['yes', 'no'])))).toEqual(['yes', 'no']);
    expect(helmets(times(5, aLook(['yes', 'no', 'yes'])))).toEqual(['yes', 'no', 'yes']);
  });

  test('a look in which one of two is hidden says nothing of who is who', () => {
    const both = times(4, aLook(['yes', 'no']));
    expect(helmets([...both, aLook(['no'], { atS: 9 })])).toEqual(['yes', 'no']);
  });

  test('one look too many that says otherwise does not turn the vote', () => {
    expect(helmets([...times(4, aLook(['no'])), aLook(['yes'], { atS: 9 })])).toEqual(['no']);
  });

  test.each([
    ['looks that contradict each other', [aLook(['no']), aLook(['yes']), aLook(['no']), aLook(['yes'])]],
    ['a net that does not know', times(5, aLook(['unknown']))],
    ['heads of less than eight pixels', times(5, aLook(['no'], { headPx: 7.5 }))],
  ])('unknown: %s', (_, looks) => {
    expect(helmets(looks)).toEqual(['unknown']);
  });

  test('unknown: two heads whose order cannot be told, because the motorbike has not moved or they are level', () => {
    const still = aLook(['no', 'yes']);
    const unmoved = { ...still, heads: still.heads.map((head) => ({ ...head, ahead: undefined })) };
    const level = { ...still, heads: still.heads.map((head) => ({ ...head, ahead: 0.1 })) };
    expect(helmets(times(4, unmoved))).toEqual(['unknown', 'unknown']);
    expect(helmets(times(4, level))).toEqual(['unknown', 'unknown']);
  });
});

describe('looks put together', () => {
  test('before anybody was seen nothing is known; a look at nobody changes nothing', () => {
    expect(voted([]).riders).toBeUndefined();
    expect(voted([aLook([])]).riders).toBeUndefined();
    expect(voted([...times(3, aLook(['yes'])), aLook([])]).riders?.looks).toBe(3);
  });

  test('where mostly nobody is seen nobody rides: a bicycle, or a parked motorbike with someone behind it', () => {
    const [bare, nobody] = [aLook(['no']), aLook([])];
    expect(voted([bare, nobody, bare, nobody, bare, nobody]).riders).toBeUndefined();
    expect(voted([bare, nobody, bare, bare, bare, nobody]).riders?.heads[0]?.helmet).toBe('no');
  });

  test('the moment that is shown is the clearest one with everybody in it', () => {
    const riders = voted([
      aLook(['no', 'yes'], { atS: 1, headPx: 12 }),
      aLook(['no', 'yes'], { atS: 2, headPx: 18 }),
      aLook(['no'], { atS: 3, headPx: 40 }),
      aLook(['no', 'yes'], { atS: 4, headPx: 14 }),
    ]).riders;
    expect(riders).toMatchObject({ firstS: 1, clearestS: 2 });
    expect(riders?.marks).toHaveLength(2);
  });

  test('a vehicle whose riders are clear is settled, another is not', () => {
    expect(voted(times(8, aLook(['yes'], { score: 0.99 }))).isSettled).toBe(true);
    expect(voted(times(2, aLook(['yes']))).isSettled).toBe(false);
    expect(voted(times(8, aLook(['unknown']))).isSettled).toBe(false);
  });

  test('a stronger temper makes the same looks surer', () => {
    const looks = times(3, aLook(['no', 'yes', 'no']));
    const three = (temper: number) => voted(looks, temper).riders?.counts[2] ?? NaN;
    expect(three(1)).toBeGreaterThan(three(0.5));
  });
});
