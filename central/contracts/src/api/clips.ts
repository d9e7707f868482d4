import { Type, type Static } from 'typebox';
import { whyNoClip } from '../evidence/manifest.ts';
import { UtcTime } from '../ids.ts';

/** Why no clip of a case will come: what the box sealed, or what it answered; `left`: it was kept, and is no longer. */
export const ClipAbsence = Type.Enum([
  'not-sealed',
  ...whyNoClip,
  'left',
  'not-kept',
  'unknown-case',
  'unsendable',
] as const);

/** Where the clip of a case is. */
export const ClipState = Type.Object({
  state: Type.Enum(['on-box', 'asked', 'coming', 'here', 'export-only', 'none'], {
    description:
      'on-box: it can be asked for; asked: the box has not answered yet; here: it plays; ' +
      'export-only: it is here, but the camera has private windows; none: see `why`',
  }),
  why: Type.Union([ClipAbsence, Type.Null()]),
  boxOnline: Type.Boolean(),
  asked: Type.Union(
    [Type.Object({ by: Type.Object({ id: Type.String(), name: Type.String() }), at: UtcTime }), Type.Null()],
    { description: 'Who asked for it, and when' },
  ),
});

export type ClipAbsence = Static<typeof ClipAbsence>;
export type ClipState = Static<typeof ClipState>;
