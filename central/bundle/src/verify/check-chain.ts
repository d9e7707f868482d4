import type { KeyObject } from 'node:crypto';
import { bundlePaths, checkpointInput, sealInput, type BundleChain, type Seal } from '@vamco/contracts';
import { sealHash } from '../seal/seal-body.ts';
import { isSigned } from '../seal/signing.ts';
import type { Checks } from './report.ts';

/** Are the seals shown one unbroken chain of this box, with the case’s own among them? */
export function checkChain({ seals }: BundleChain, own: Seal, boxKey: KeyObject, checks: Checks): void {
  const fail = (index: number, text: string) => {
    checks.failed('chain', `${bundlePaths.chain} seals/${index}`, text);
  };
  for (const [index, seal] of seals.entries()) {
    const before = seals[index - 1];
    if (seal.box !== own.box || seal.epoch !== own.epoch) fail(index, 'is of another box or epoch');
    const { sig, ...unsigned } = seal;
    if (!isSigned(sealInput(unsigned), sig, boxKey)) fail(index, 'is not signed by the box');
    if (before && seal.seq !== before.seq + 1)
      fail(index, `follows number ${before.seq} as ${seal.seq}: one was dropped, doubled or moved`);
    if (before && seal.prev !== sealHash(before)) fail(index, 'does not continue the seal before it');
    if (seal.seq === 1 && seal.prev !== '') fail(index, 'is the first and must continue nothing');
  }
  const place = seals.findIndex(({ seq }) => seq === own.seq);
  const found = seals[place];
  if (!found || sealHash(found) !== sealHash(own) || found.sig !== own.sig)
    fail(Math.max(0, place), 'is not the seal of this case');
  // Its manifest may be late, or lost with a disk: that must be said, and breaks no other case.
  if (place === 0 && own.seq > 1)
    checks.open('chain', `number ${own.seq - 1}, the seal before it, was not there when the bundle was made`);
  if (!checks.hasFailed('chain'))
    checks.passed(
      'chain',
      `number ${own.seq} of the box’s chain; ${seals.length} neighbouring seals fit together`,
    );
}

/** Does the exporter vouch for the end of the chain that is shown? */
export function checkCheckpoint(chain: BundleChain, exporterKey: KeyObject, checks: Checks): void {
  const { sig, ...unsigned } = chain.checkpoint;
  const where = `${bundlePaths.chain} checkpoint`;
  const last = chain.seals.at(-1);
  if (!isSigned(checkpointInput(unsigned), sig, exporterKey))
    checks.failed('checkpoint', where, 'is not signed by who made the bundle: it is forged');
  else if (!last || unsigned.seq !== last.seq || unsigned.head !== sealHash(last))
    checks.failed(
      'checkpoint',
      where,
      `ends at number ${unsigned.seq}, the chain does not: its tail was cut`,
    );
  else if (unsigned.box !== last.box || unsigned.epoch !== last.epoch)
    checks.failed('checkpoint', where, 'is of another box or epoch');
  else checks.passed('checkpoint', `the chain up to number ${last.seq} is vouched for on ${unsigned.at}`);
}
