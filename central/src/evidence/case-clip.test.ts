import { createPublicKey } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { sha256 } from '@vamco/bundle';
import type { EvidenceBody } from '@vamco/contracts';
import { afterAll, expect, test } from 'vitest';
import { aBody, SealingBox } from '../../../tests/support/sealed-cases.ts';
import { caseClip } from './case-clip.ts';
import { MediaStore } from './media-store.ts';

const dir = mkdtempSync(join(tmpdir(), 'vamco-case-clip-'));
afterAll(() => {
  rmSync(dir, { recursive: true });
});

/** The clip that the page gets of a case whose documents, and perhaps its clip, have arrived. */
function shown(body: EvidenceBody, clipArrived = true) {
  const box = new SealingBox('box-01');
  const sealed = box.seal(body);
  const media = new MediaStore(dir);
  const store = (bytes: Buffer) => {
    const hash = sha256(bytes);
    mkdirSync(dirname(media.path(hash)), { recursive: true });
    writeFileSync(media.path(hash), bytes);
    return hash;
  };
  store(sealed.bytes);
  const record = sealed.clip && store(sealed.clip);
  const stores = {
    reviews: { payload: () => sealed.record.toString() },
    seals: { clipOf: () => record },
    events: {
      publicKey: () => createPublicKey(box.key).export({ type: 'spki', format: 'pem' }).toString(),
      hasMedia: () => clipArrived,
    },
    media,
  };
  return caseClip('any', stores as unknown as Parameters<typeof caseClip>[1]);
}

test('a clip that was sealed and has arrived is shown, with its times', async () => {
  expect(await shown(aBody())).toMatchObject({ bytes: 2_000, fromMs: -6_200, toMs: 3_480 });
});

test('a camera with private windows: what they hide is in the original, so no page shows it', async () => {
  const window = [
    [0, 0],
    [10_000, 0],
    [10_000, 3_000],
  ];
  expect(await shown(aBody({ masks: [window] }))).toBeUndefined();
});

test('a clip that is still on its box, or that was never cut, is not shown', async () => {
  expect(await shown(aBody(), false)).toBeUndefined();
  expect(await shown(aBody({ clip: { none: 'not-recorded' } }))).toBeUndefined();
});
