import { Type, type Static } from 'typebox';
import { PlateColour, PlateFamily, PlateLayout } from '../events/plate-read.v1.ts';
import { TrackRef } from '../events/track-ref.ts';
import { EventTime } from '../envelope.ts';
import { GeoPoint, Name, Sha256, UtcTime } from '../ids.ts';
import { SceneConfig } from '../site-config.ts';
import { Exemption, SignalState, VehicleClass } from '../vocabulary.ts';
import { Seal } from './seal.ts';

const closed = { additionalProperties: false } as const;
const Ms = Type.Integer({ description: 'Milliseconds from the time of the act; negative is earlier' });
const TenThousandths = Type.Integer({ minimum: -10_000, maximum: 20_000 });
const Rule = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{1,31}$' });

/** One file that is sealed, and where it lies in a bundle. */
export const EvidenceFile = Type.Object(
  {
    path: Type.String({ pattern: '^files/[a-z0-9][a-z0-9.-]{0,60}$' }),
    role: Type.Enum(['before', 'at', 'after', 'signal', 'plate', 'clip', 'marked', 'preview']),
    mime: Type.Enum(['image/jpeg', 'video/mp4', 'video/x-matroska', 'video/mp2t']),
    sha256: Sha256,
    bytes: Type.Integer({ minimum: 1 }),
    atMs: Type.Optional(Ms),
    /** Derived copies name what they were made from; originals are the bytes as they were taken. */
    from: Type.Optional(Sha256),
    masked: Type.Optional(Type.Boolean({ description: 'Private windows are burnt in' })),
  },
  closed,
);

/** A stretch of time around the act. */
export const ClipSpan = Type.Object({ fromMs: Ms, toMs: Ms }, closed);

/** Why a case has no clip. */
export const whyNoClip = ['not-recorded', 'gone', 'disk-full', 'too-large', 'failed'] as const;
export const NoClip = Type.Object(
  {
    none: Type.Enum(whyNoClip, {
      description:
        'not-recorded: no stream is kept here; gone: nothing was kept of that time; failed: what was kept gives no video',
    }),
  },
  closed,
);

/** May what the camera shows be believed? Told by who watches the camera; absent when nobody does. */
export const CameraTrust = Type.Object(
  {
    state: Type.Enum(['trusted', 'doubtful', 'unknown']),
    reasons: Type.Array(Type.String({ maxLength: 64 }), { maxItems: 8 }),
    checked: Type.Union([UtcTime, Type.Null()]),
  },
  closed,
);

/** The camera’s own clock against the box’s, when somebody measured it. */
export const CameraClock = Type.Object(
  {
    offsetMs: Type.Integer(),
    errMs: Type.Integer({ minimum: 0 }),
    checked: UtcTime,
    by: Type.Optional(
      Type.Enum(['onvif', 'picture'], { description: 'Asked over the network, or read in the picture' }),
    ),
  },
  closed,
);

/** A file that decided: which one, by its bytes. */
export const UsedFile = Type.Object(
  { name: Type.String({ maxLength: 64 }), version: Type.String({ maxLength: 32 }), sha256: Sha256 },
  closed,
);

/** What is known of the plate: the voted text and, slot by slot, what each sign may be. */
export const PlatePosterior = Type.Object(
  {
    text: Type.Union([Type.String({ maxLength: 16 }), Type.Null()]),
    display: Type.Union([Type.String({ maxLength: 16 }), Type.Null()]),
    family: Type.Union([PlateFamily, Type.Null()]),
    confidencePerMille: Type.Integer({ minimum: 0, maximum: 1000 }),
    layout: PlateLayout,
    colour: PlateColour,
    raw: Type.String({ maxLength: 16 }),
    alternatives: Type.Array(Type.String({ maxLength: 16 }), { maxItems: 3 }),
    looks: Type.Integer({ minimum: 0 }),
    model: Type.String({ maxLength: 64 }),
    slots: Type.Array(
      Type.Array(
        Type.Object(
          {
            sign: Type.String({ maxLength: 1, description: 'Empty: nothing stands in this slot' }),
            perMille: Type.Integer({ minimum: 0, maximum: 1000 }),
          },
          closed,
        ),
        { maxItems: 4 },
      ),
      { maxItems: 10 },
    ),
  },
  closed,
);

const PerMille = Type.Integer({ minimum: 0, maximum: 1000 });

/** What is known of the people on a motorbike: how likely each number of them is, and each bare head. */
export const RidersPosterior = Type.Object(
  {
    countPerMille: Type.Array(PerMille, {
      ...{ minItems: 4, maxItems: 4 },
      description: 'Chances of one, two, three, and four or more persons',
    }),
    barePerMille: Type.Array(PerMille, {
      ...{ minItems: 1, maxItems: 4 },
      description: 'Chance of a head without a helmet: the driver’s, then the passengers’ from front to back',
    }),
    looks: Type.Integer({ minimum: 1 }),
    model: Type.String({ maxLength: 64 }),
  },
  closed,
);

/** Everything a box knows of one act. Numbers are integers wherever the box makes them up. */
export const EvidenceBody = Type.Object(
  {
    schema: Type.Literal('evidence.body.v1'),
    place: Type.Object(
      { site: Name, name: Type.String({ maxLength: 80 }), point: Type.Union([GeoPoint, Type.Null()]) },
      closed,
    ),
    camera: Type.Object(
      {
        id: Name,
        name: Type.String({ maxLength: 80 }),
        kind: Type.String({ maxLength: 16 }),
        preset: Name,
        trust: Type.Union([CameraTrust, Type.Null()]),
      },
      closed,
    ),
    time: EventTime,
    cameraClock: Type.Union([CameraClock, Type.Null()]),
    /** The stream’s own seconds are tied to the box’s clock with this error. */
    streamErrMs: Type.Integer({ minimum: 0 }),
    act: Type.Object(
      {
        rule: Rule,
        version: Type.Integer({ minimum: 1 }),
        parameters: Type.Record(Type.String(), Type.Union([Type.Number(), Type.String(), Type.Boolean()])),
        place: Type.String({ ...Name, description: 'The zone or line of the scene' }),
        began: UtcTime,
        also: Type.Array(Rule, { maxItems: 8 }),
      },
      closed,
    ),
    vehicle: Type.Object(
      {
        class: VehicleClass,
        scorePerMille: Type.Integer({ minimum: 0, maximum: 1000 }),
        exemption: Type.Optional(Exemption),
      },
      closed,
    ),
    track: Type.Object(
      {
        ...TrackRef.properties,
        points: Type.Array(Type.Array(Type.Integer(), { minItems: 6, maxItems: 6 }), {
          maxItems: 2000,
          description:
            '[ms from the act, x, y, w, h in ten-thousandths of the picture (ground point and box), frame]',
        }),
      },
      closed,
    ),
    signal: Type.Union([
      Type.Object(
        {
          id: Name,
          state: SignalState,
          phases: Type.Array(Type.Object({ state: SignalState, fromMs: Ms, toMs: Ms }, closed), {
            maxItems: 64,
            description: 'What it showed around the act, as far as it is certain',
          }),
        },
        closed,
      ),
      Type.Null(),
    ]),
    plate: Type.Union([PlatePosterior, Type.Null()]),
    riders: Type.Optional(RidersPosterior),
    scene: SceneConfig,
    /** Parts of the picture that are masked in every derived copy. */
    masks: Type.Array(Type.Array(Type.Array(TenThousandths, { minItems: 2, maxItems: 2 }), { minItems: 3 })),
    software: Type.String({ maxLength: 32 }),
    models: Type.Array(UsedFile, { maxItems: 8 }),
    /** SHA-256 of the canonical JSON of the site’s configuration. */
    config: Sha256,
    files: Type.Array(EvidenceFile, { minItems: 1, maxItems: 24 }),
    clip: Type.Optional(
      Type.Union([ClipSpan, NoClip], {
        description:
          'The clip that follows under a seal of its own, when its last frame has come; or why none does',
      }),
    ),
  },
  closed,
);

/** `manifest.json` of a bundle: what is sealed, and the seal. */
export const EvidenceManifest = Type.Object(
  { schema: Type.Literal('evidence.manifest.v1'), seal: Seal, body: EvidenceBody },
  { ...closed, $id: 'evidence.manifest.v1' },
);

export type EvidenceFile = Static<typeof EvidenceFile>;
export type EvidenceBody = Static<typeof EvidenceBody>;
export type EvidenceManifest = Static<typeof EvidenceManifest>;
export type NoClip = Static<typeof NoClip>;
export type CameraTrust = Static<typeof CameraTrust>;
export type CameraClock = Static<typeof CameraClock>;
export type RidersPosterior = Static<typeof RidersPosterior>;
export type PlatePosterior = Static<typeof PlatePosterior>;
export type UsedFile = Static<typeof UsedFile>;
