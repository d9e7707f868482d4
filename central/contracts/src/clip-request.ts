import { Type, type Static } from 'typebox';
import { EventId, Name, Sha256, UtcTime } from './ids.ts';

/** A longer message is no request. */
export const MAX_CLIP_REQUEST_BYTES = 1024;

/**
 * An officer asks a box for the clip of one of its cases, sent to `…/down/command/send-clip`. It names a case and never
 * a file or an address: which file that is, and where it goes, the box alone knows. It may come any number of times.
 */
export const ClipRequest = Type.Object(
  {
    box: Name,
    id: Type.String({ ...EventId, description: 'UUIDv7; the same id is the same request' }),
    case: Type.String({ ...EventId, description: 'Id of the violation.detected event' }),
    manifest: Type.String({ ...Sha256, description: 'SHA-256 of the sealed manifest of that case' }),
    at: UtcTime,
  },
  { additionalProperties: false, $id: 'clip-request.v1' },
);

/** What a box answers. Of a clip that was never cut, the sealed document (`clip.json`) says why. */
export const ClipAnswer = Type.Enum(['coming', 'not-kept', 'unknown-case', 'unsendable'], {
  description:
    'coming: it is sent, or will be once it is cut; not-kept: no clip of this case is kept here, or no longer; ' +
    'unknown-case: this box did not seal it; unsendable: the file is damaged, or the centre refused it',
});

export type ClipRequest = Static<typeof ClipRequest>;
export type ClipAnswer = Static<typeof ClipAnswer>;
