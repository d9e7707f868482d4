import type { TSchema } from 'typebox';
import { Ack } from './ack.ts';
import { ClipRequest } from './clip-request.ts';
import { eventSchemas } from './events/event.ts';
import { BundleChain, BundleIndex } from './evidence/bundle-index.ts';
import { ClipRecord } from './evidence/clip-record.ts';
import { EvidenceManifest } from './evidence/manifest.ts';
import { Seal } from './evidence/seal.ts';
import { Regulation } from './regulation.ts';
import { Calendar } from './schedule.ts';
import { SiteConfig } from './site-config.ts';
import { BoxStatus } from './status.ts';

/** Everything that goes over the wire or into a file, by name: what `npm run schemas` exports as JSON Schema. */
export const schemas: Record<string, TSchema> = {
  ...eventSchemas,
  'ack.v1': Ack,
  'box-status.v1': BoxStatus,
  'calendar.v1': Calendar,
  'clip-request.v1': ClipRequest,
  'evidence.bundle.v1': BundleIndex,
  'evidence.chain.v1': BundleChain,
  'evidence.clip.v1': ClipRecord,
  'evidence.manifest.v1': EvidenceManifest,
  'evidence.seal.v1': Seal,
  'regulation.v1': Regulation,
  'site.v1': SiteConfig,
};
