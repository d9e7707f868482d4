import { Type, type Static } from 'typebox';
import { Name, Sha256, UtcTime } from '../ids.ts';
import { ClipSpan, EvidenceFile, NoClip } from './manifest.ts';
import { Seal } from './seal.ts';

const closed = { additionalProperties: false } as const;

/** A larger clip is not kept: a bundle has room for one of this size. */
export const MAX_CLIP_BYTES = 64 * 1024 * 1024;

/** What became of the clip of an act; sealed by itself, seconds after the case that it belongs to. */
export const ClipBody = Type.Object(
  {
    schema: Type.Literal('evidence.clip-body.v1'),
    case: Type.String({ ...Sha256, description: 'SHA-256 of the manifest of the act' }),
    camera: Name,
    act: UtcTime,
    asked: ClipSpan,
    clip: Type.Union([
      Type.Object(
        {
          file: EvidenceFile,
          ...ClipSpan.properties,
          errMs: Type.Integer({ minimum: 0, description: 'Error of both ends against the box’s clock' }),
          missingMs: Type.Integer({
            minimum: 0,
            description: 'Inside it, the camera sent nothing for so long',
          }),
        },
        closed,
      ),
      NoClip,
    ]),
  },
  closed,
);

/** `clip.json` of a bundle: the stream around the act as the camera sent it, or why there is none, and the seal. */
export const ClipRecord = Type.Object(
  { schema: Type.Literal('evidence.clip.v1'), seal: Seal, body: ClipBody },
  { ...closed, $id: 'evidence.clip.v1' },
);

export type ClipBody = Static<typeof ClipBody>;
export type ClipRecord = Static<typeof ClipRecord>;
