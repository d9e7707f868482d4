import type { KeyObject } from 'node:crypto';
import { bundlePaths, hashInput, type EvidenceManifest, type ViolationDetectedV1 } from '@vamco/contracts';
import { isSigned } from '../seal/signing.ts';
import type { Checks } from './report.ts';

/** Is the event that the centre got from the box the box’s own, and about this manifest? */
export function checkRecord(
  record: ViolationDetectedV1 | undefined,
  { seal, body }: EvidenceManifest,
  manifestHash: string,
  boxKey: KeyObject,
  checks: Checks,
): void {
  if (!record) {
    checks.open('record', 'the bundle comes from the box itself: it holds no record of the centre');
    return;
  }
  const { data } = record;
  const pairs: [field: string, record: unknown, manifest: unknown][] = [
    ['box', record.box, seal.box],
    ['data/manifest', data.manifest, manifestHash],
    ['data/camera', data.camera, body.camera.id],
    ['data/track/run', data.track.run, body.track.run],
    ['data/track/id', data.track.id, body.track.id],
    ['data/rule/id', data.rule.id, body.act.rule],
    ['time/utc', record.time.utc, body.time.utc],
  ];
  if (!isSigned(hashInput(record), record.sig, boxKey))
    checks.failed('record', bundlePaths.record, 'is not signed by the box');
  for (const [field, a, b] of pairs)
    if (a !== b)
      checks.failed('record', `${bundlePaths.record} ${field}`, 'does not agree with the manifest');
  if (!checks.hasFailed('record'))
    checks.passed('record', `the box reported this act as number ${record.seq} of its events`);
}
