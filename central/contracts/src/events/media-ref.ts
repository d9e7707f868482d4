import { Type, type Static } from 'typebox';
import { Sha256 } from '../ids.ts';

/** Content type of evidence that only the export may show: originals, clips, manifests. */
export const SEALED_MEDIA_TYPE = 'application/vnd.vamco.sealed';

/** A file kept on the box and uploaded after the event, addressed by its content. */
export const MediaRef = Type.Object(
  { sha256: Sha256, bytes: Type.Integer({ minimum: 1, maximum: 8_388_608 }) },
  { additionalProperties: false },
);
export type MediaRef = Static<typeof MediaRef>;
