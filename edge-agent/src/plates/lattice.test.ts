import { describe, expect, test } from 'vitest';
import { claimPlate } from './claim.ts';
import { decodeLook } from './lattice.ts';
import { lookAt } from './look.testing.ts';
import { PlateVote } from './vote.ts';

const believe = { bias: 0, posterior: 1, fit: 1, sure: 0 };

describe('a look is decoded against the grammar', () => {
  test('a clear plate is what it says', () => {
    const decoded = decodeLook(lookAt('70A', '12345'));
    expect(decoded).toMatchObject({ raw: '70A12345', best: { family: 'car5', display: '70A-123.45' } });
    expect(decoded?.posterior).toBeGreaterThan(0.9);
    expect(decoded?.fit).toBeGreaterThan(0.9);
  });

  test('a letter where only a digit can stand is repaired, and what was seen is kept', () => {
    const decoded = decodeLook(lookAt('7OA', '12B45', { sure: 0.7, instead: { O: '0', B: '8' } }));
    expect(decoded).toMatchObject({ raw: '7OA12B45', best: { canonical: '70A12845' } });
    expect(decoded?.fit).toBeLessThan(0.3);
  });

  test('no digit becomes another one', () => {
    expect(decodeLook(lookAt('70A', '12345', { sure: 0.4 }))?.best.canonical).toBe('70A12345');
  });

  test('no such province: the next likely code', () => {
    const decoded = decodeLook(lookAt('13A', '12345', { sure: 0.6, instead: { 3: '8' } }));
    expect(decoded?.best.canonical).toBe('18A12345');
  });

  test('a serial of zeros is never read', () => {
    expect(decodeLook(lookAt('70A', '00000', { instead: { 0: '8' } }))?.best.canonical).toMatch(/^70A0*80*$/);
  });

  test('rows decide between a car and an old motorbike', () => {
    expect(decodeLook(lookAt('30A', '12345', { layout: 'two-line' }))?.best.family).toBe('car5');
    expect(decodeLook(lookAt('30A1', '2345', { layout: 'two-line' }))?.best.family).toBe('moto4');
  });

  test('rows that speak of a car on what was followed as a motorbike: both meanings are told', () => {
    const look = lookAt('30A', '12345', { layout: 'two-line' });
    const told = claimPlate(look, believe, 0, 'motorbike');
    expect(told).toMatchObject({ text: '30A12345' });
    expect([told.family, ...told.alternatives.map(({ family }) => family)].sort()).toEqual(['car5', 'moto4']);
    expect(claimPlate(look, believe, 0, 'other')).toMatchObject({ family: 'car5', alternatives: [] });
    expect(claimPlate(look, believe, 0)).toMatchObject({ family: 'car5', alternatives: [] });
  });

  test('a blue plate has one of eleven letters', () => {
    const look = lookAt('80N', '12345', { sure: 0.6, instead: { N: 'M' }, colour: 'blue' });
    expect(decodeLook(look)?.best.canonical).toBe('80M12345');
  });

  test('military letters belong on red', () => {
    const [onRed, onWhite] = [lookAt('TM', '1234', { colour: 'red' }), lookAt('TM', '1234')].map((look) =>
      decodeLook(look),
    );
    expect(onRed?.best).toMatchObject({ family: 'mil', province: null });
    expect(onWhite?.fit).toBeLessThan((onRed?.fit ?? 0) / 10);
  });

  test('a military motorbike is read from a red sheet only', () => {
    const [onRed, onWhite, unknown] = (['red', 'white', 'unknown'] as const).map((colour) =>
      decodeLook(lookAt('KA', '105', { colour, layout: 'two-line' })),
    );
    expect(onRed?.best).toMatchObject({ family: 'milMoto', canonical: 'KA105', display: 'KA-105' });
    expect(onWhite?.fit).toBeLessThan((onRed?.fit ?? 0) / 10);
    expect(unknown?.fit).toBeLessThan((onRed?.fit ?? 0) / 10);
  });

  test('what fits nothing is not claimed', () => {
    expect(claimPlate(lookAt('XYZ', 'ABC'), believe, 0.5)).toMatchObject({
      text: null,
      family: null,
      raw: 'XYZABC',
    });
  });
});

describe('the vote over a passage', () => {
  const vote = (...looks: ReturnType<typeof lookAt>[]) => {
    const all = new PlateVote();
    for (const look of looks) all.add(look, 1);
    return all.claim(believe, 0)?.text;
  };

  test('each look has another doubtful sign: together they are right', () => {
    const doubt = (head: string, tail: string) => lookAt(head, tail, { sure: 0.55 });
    expect(
      vote(doubt('70A', '12845'), doubt('70A', '12346'), doubt('10A', '12345'), doubt('70A', '12345')),
    ).toBe('70A12345');
  });

  test('one look that lost a sign does not shift the others', () => {
    expect(
      vote(lookAt('59X1', '23456'), lookAt('59X1', '2346', { sure: 0.9 }), lookAt('59X1', '23456')),
    ).toBe('59X123456');
  });

  test('many poor looks do not outvote a few good ones', () => {
    const poor = Array.from({ length: 8 }, () => lookAt('76A', '12845', { sure: 0.35 }));
    expect(
      vote(...poor, lookAt('70A', '12345', { sure: 0.98 }), lookAt('70A', '12345', { sure: 0.98 })),
    ).toBe('70A12345');
  });

  test('without a look there is nothing to claim', () => {
    expect(new PlateVote().claim(believe, 0)).toBeUndefined();
  });
});
