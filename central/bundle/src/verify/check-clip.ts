import type { KeyObject } from 'node:crypto';
import {
  bundlePaths,
  canonicalJson,
  sealInput,
  type BundleChain,
  type ClipRecord,
  type EvidenceManifest,
  type NoClip,
} from '@vamco/contracts';
import { sealHash } from '../seal/seal-body.ts';
import { isSigned, sha256 } from '../seal/signing.ts';
import type { Checks } from './report.ts';

const inWords: Record<NoClip['none'], string> = {
  'not-recorded': 'the stream of this camera is not recorded',
  gone: 'nothing was kept of that time',
  'disk-full': 'the disk of the box had no room',
  'too-large': 'it was larger than a bundle can hold',
  failed: 'what was kept gives no video',
};

/** Did the box seal this clip, and for this case? Its bytes are checked with all other files. */
export function checkClip(
  record: ClipRecord | undefined,
  { seal: own, body: { clip: promise, camera, time } }: EvidenceManifest,
  manifestHash: string,
  { chain, boxKey }: { chain: BundleChain; boxKey: KeyObject },
  checks: Checks,
): void {
  if (!record) {
    if (promise && 'none' in promise) checks.passed('clip', `there is no clip: ${inWords[promise.none]}`);
    else if (promise) checks.open('clip', 'the seal of the clip was not there when the bundle was made');
    return;
  }
  const { seal, body } = record;
  const fail = (field: string, text: string) => {
    checks.failed('clip', `${bundlePaths.clip} ${field}`, text);
  };
  const { sig, ...unsigned } = seal;
  if (sha256(canonicalJson(body)) !== seal.body) fail('body', 'was changed since it was sealed');
  else if (!isSigned(sealInput(unsigned), sig, boxKey)) fail('seal', 'is not signed by the box');
  if (seal.box !== own.box) fail('seal/box', 'is another box');
  if (body.case !== manifestHash) fail('body/case', 'is another case');
  const pairs: [field: string, clip: unknown, manifest: unknown][] = [
    ['body/camera', body.camera, camera.id],
    ['body/act', body.act, time.utc],
    ['body/asked', canonicalJson(body.asked), promise && canonicalJson(promise)],
  ];
  for (const [field, a, b] of pairs) if (a !== b) fail(field, 'does not agree with the manifest');
  const shown = chain.seals.find(({ epoch, seq }) => epoch === seal.epoch && seq === seal.seq);
  if (shown && sealHash(shown) !== sealHash(seal))
    fail('seal', 'is not the seal of that number in the chain');
  if (checks.hasFailed('clip')) return;
  checks.passed('clip', `sealed as number ${seal.seq} on ${seal.at}: ${contents(body)}`);
  if (!shown)
    checks.open('clip', `number ${seal.seq}, the seal of the clip, is not in the chain that is shown`);
}

function contents({ clip, asked }: ClipRecord['body']): string {
  if ('none' in clip) return `there is no clip: ${inWords[clip.none]}`;
  const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
  const short = clip.fromMs > asked.fromMs || clip.toMs < asked.toMs ? ', shorter than asked for' : '';
  const missing = clip.missingMs > 0 ? `, ${seconds(clip.missingMs)} of it missing` : '';
  return `from ${seconds(clip.fromMs)} to ${seconds(clip.toMs)} of the act${short}${missing}`;
}
