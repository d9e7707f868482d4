import { Type, type Static } from 'typebox';
import { GeoPoint, Name } from './ids.ts';
import { ObjectClass } from './vocabulary.ts';

const Unit = Type.Number({ minimum: 0, maximum: 1 });
/** 0..1 of the picture, x to the right, y down. */
const Point = Type.Array(Unit, { minItems: 2, maxItems: 2, description: '[x, y], 0..1 of the picture' });
const Direction = Type.Array(Type.Number({ minimum: -1, maximum: 1 }), {
  minItems: 2,
  maxItems: 2,
  description: '[dx, dy] in the picture, any length but zero',
});
const Region = Type.Array(Unit, {
  minItems: 4,
  maxItems: 4,
  description: '[x, y, w, h], 0..1 of the picture',
});
const closed = { additionalProperties: false } as const;

export const Signal = Type.Object(
  {
    id: Name,
    lamps: Type.Object(
      { red: Type.Optional(Region), yellow: Type.Optional(Region), green: Type.Optional(Region) },
      { ...closed, minProperties: 1 },
    ),
  },
  closed,
);

export const Line = Type.Object(
  {
    id: Name,
    kind: Type.Enum(['count', 'stop-line'], {
      default: 'count',
      description: 'Every line also counts passages',
    }),
    from: Point,
    to: Point,
    forward: Type.Optional(Direction),
    signal: Type.Optional(Name),
  },
  closed,
);

export const Zone = Type.Object(
  {
    id: Name,
    kind: Type.Enum(['lane', 'no-entry']),
    polygon: Type.Array(Point, { minItems: 3, maxItems: 64 }),
    direction: Type.Optional(Direction),
    classes: Type.Optional(
      Type.Array(ObjectClass, {
        minItems: 1,
        description: 'lane: who may use it; no-entry: who may not enter',
      }),
    ),
  },
  closed,
);

export const DetailRegion = Type.Object(
  { id: Name, box: Region },
  { ...closed, description: 'Where small objects matter: the detector looks at it once more, enlarged' },
);

/** Calibrated geometry of one preset of one camera. */
export const SceneConfig = Type.Object(
  {
    signals: Type.Array(Signal, { default: [] }),
    lines: Type.Array(Line, { default: [] }),
    zones: Type.Array(Zone, { default: [] }),
    regions: Type.Array(DetailRegion, { default: [], maxItems: 4 }),
    ground: Type.Optional(
      Type.Object(
        {
          points: Type.Array(Type.Array(Type.Number(), { minItems: 4, maxItems: 4 }), {
            minItems: 4,
            description: '[x, y, metresEast, metresNorth]',
          }),
        },
        closed,
      ),
    ),
  },
  closed,
);

export const CameraConfig = Type.Object(
  {
    id: Name,
    name: Type.String({ minLength: 1, maxLength: 80 }),
    kind: Type.Enum(['traffic', 'ptz', 'security', 'counter'], { default: 'traffic' }),
    streamUrl: Type.String({
      pattern: '^(rtsps?://(?![^/]*@)[^\\s]+|file:[^\\s].*)$',
      description: 'rtsp://, without user name and password, or file:PATH for a recording',
    }),
    credentialsFile: Type.Optional(
      Type.String({ description: 'File with `user:password` on one line, readable by the agent alone' }),
    ),
    transport: Type.Enum(['tcp', 'udp'], { default: 'tcp' }),
    plates: Type.Boolean({ default: true, description: 'Read the plates of vehicles' }),
    detectFps: Type.Number({ minimum: 1, maximum: 15, default: 5 }),
    presets: Type.Array(Type.Object({ id: Name, scene: SceneConfig }, closed), { minItems: 1, maxItems: 32 }),
  },
  closed,
);

/** `firmware-config/sites/<site>.yaml`: everything one box needs to know of its site. */
export const SiteConfig = Type.Object(
  {
    version: Type.Literal(1),
    site: Type.Object(
      { id: Name, name: Type.String({ minLength: 1, maxLength: 80 }), location: Type.Optional(GeoPoint) },
      closed,
    ),
    box: Type.Object({ id: Name }, closed),
    uplink: Type.Object(
      {
        broker: Type.String({
          pattern: '^mqtts?://[^\\s@]+$',
          description: 'mqtt://host:port or mqtts://host:port',
        }),
        media: Type.String({ pattern: '^https?://[^\\s@]+$', description: 'Where stills are put' }),
        tls: Type.Optional(
          Type.Object({ ca: Type.String(), cert: Type.String(), key: Type.String() }, closed),
        ),
      },
      closed,
    ),
    model: Type.String({ default: 'road-user-detector', description: 'A name in models/manifest.json' }),
    cameras: Type.Array(CameraConfig, { minItems: 1, maxItems: 8 }),
  },
  { ...closed, $id: 'site.v1' },
);

export type SceneConfig = Static<typeof SceneConfig>;
export type CameraConfig = Static<typeof CameraConfig>;
export type SiteConfig = Static<typeof SiteConfig>;
