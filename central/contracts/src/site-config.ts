import { Type, type Static, type TSchema } from 'typebox';
import { GeoPoint, Name } from './ids.ts';
import { RuleSettings } from './rule-settings.ts';
import { LocalDate, Schedule } from './schedule.ts';
import { Movement, ObjectClass } from './vocabulary.ts';

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

const Classes = Type.Array(ObjectClass, { minItems: 1 });
/** What the sign is called or how its photo is named: shown beside the case. */
const Sign = Type.String({ minLength: 1, maxLength: 64, description: 'Number or photo of the sign' });
const Places = Type.Array(Name, { minItems: 1, description: 'Lines (crossed forwards) or zones' });
const SignalIds = Type.Array(Name, {
  minItems: 1,
  maxItems: 3,
  description: 'Any one of them that is not red lets this movement go',
});
const byMovement = <Item extends TSchema>(item: Item) => ({
  straight: Type.Optional(item),
  left: Type.Optional(item),
  right: Type.Optional(item),
  'u-turn': Type.Optional(item),
});

export const Line = Type.Object(
  {
    id: Name,
    kind: Type.Enum(['count', 'stop-line', 'solid-line'], {
      default: 'count',
      description: 'Every line also counts passages',
    }),
    from: Point,
    to: Point,
    forward: Type.Optional(Direction),
    signal: Type.Optional(Name),
    signals: Type.Optional(
      Type.Object(byMovement(SignalIds), {
        ...closed,
        minProperties: 1,
        description: 'Signals of single movements; all others obey `signal`',
      }),
    ),
    turnOnRed: Type.Optional(
      Type.Array(Type.Object({ movement: Movement, classes: Type.Optional(Classes) }, closed), {
        minItems: 1,
        description: 'Movements that a sign permits on red',
      }),
    ),
    exits: Type.Optional(
      Type.Object(byMovement(Places), {
        ...closed,
        minProperties: 1,
        description: 'Where each movement leaves; without it the heading decides',
      }),
    ),
    forbids: Type.Optional(
      Type.Array(
        Type.Object(
          {
            movement: Type.Enum(['left', 'right', 'u-turn']),
            classes: Type.Optional(Classes),
            when: Type.Optional(Schedule),
            sign: Type.Optional(Sign),
          },
          closed,
        ),
        { minItems: 1, description: 'Turns that a sign forbids to who comes over this line' },
      ),
    ),
    classes: Type.Optional(Classes),
    when: Type.Optional(Schedule),
    sign: Type.Optional(Sign),
  },
  closed,
);

/** `road` is a carriageway without a direction, such as the middle of a junction: who rides a motorbike is judged there too. */
export const zoneKinds = [
  'lane',
  'road',
  'no-entry',
  'prohibited-road',
  'sidewalk',
  'emergency-lane',
  'no-stopping',
  'no-parking',
  'no-u-turn',
  'speed',
] as const;

export const Zone = Type.Object(
  {
    id: Name,
    kind: Type.Enum(zoneKinds),
    polygon: Type.Array(Point, { minItems: 3, maxItems: 64 }),
    direction: Type.Optional(Direction),
    classes: Type.Optional(
      Type.Array(ObjectClass, {
        minItems: 1,
        description: 'lane: who may use it; all others: whom the zone is about',
      }),
    ),
    signal: Type.Optional(
      Type.String({
        ...Name,
        description: 'no-stopping, no-parking: who waits at this signal is no offender',
      }),
    ),
    limitKmh: Type.Optional(Type.Number({ minimum: 5, maximum: 120, description: 'speed: the limit' })),
    when: Type.Optional(Schedule),
    sign: Type.Optional(Sign),
  },
  closed,
);

export const DetailRegion = Type.Object(
  { id: Name, box: Region },
  {
    ...closed,
    description:
      'Where small objects matter: the detector looks at it once more, enlarged. More than 0.8 wide or high it shows nothing closer',
  },
);

/** Points of the road whose place on the ground is known, for ways in metres and for reference speeds. */
export const Ground = Type.Object(
  {
    points: Type.Array(Type.Array(Type.Number(), { minItems: 4, maxItems: 4 }), {
      minItems: 4,
      maxItems: 64,
      description: '[x, y, metresEast, metresNorth]; x and y may lie outside the picture',
    }),
    clickError: Type.Optional(
      Type.Number({
        minimum: 0.0001,
        maximum: 0.02,
        description:
          'How exactly the points were clicked: standard deviation in picture widths, 0.0015 without it',
      }),
    ),
  },
  closed,
);

/** Calibrated geometry of one preset of one camera. */
export const SceneConfig = Type.Object(
  {
    signals: Type.Array(Signal, { default: [] }),
    lines: Type.Array(Line, { default: [] }),
    zones: Type.Array(Zone, { default: [] }),
    regions: Type.Array(DetailRegion, { default: [], maxItems: 4 }),
    ground: Type.Optional(Ground),
    rules: Type.Optional(RuleSettings),
    officerDirecting: Type.Optional(
      Type.Boolean({
        description:
          'An officer directs the traffic: what a hand may overrule (signals, signs, markings) is not judged',
      }),
    ),
  },
  closed,
);

/** A measuring device’s certificate: without one that is valid at the time, a speed is for reference only. */
export const Certificate = Type.Object(
  {
    id: Type.String({ minLength: 3, maxLength: 64 }),
    validFrom: Type.Optional(LocalDate),
    validTo: LocalDate,
  },
  closed,
);

const PresetToken = Type.String({
  minLength: 1,
  maxLength: 64,
  description: 'The camera’s own name of the preset; the same as `id` when left out',
});

/** A moving camera goes round its presets, and lets go when a person takes it. */
export const Tour = Type.Object(
  {
    stops: Type.Array(
      Type.Object({ preset: Name, dwellS: Type.Integer({ minimum: 10, maximum: 86_400 }) }, closed),
      { minItems: 1, maxItems: 32 },
    ),
    resumeAfterS: Type.Integer({ minimum: 30, maximum: 86_400, default: 300 }),
  },
  closed,
);

/** The clip of a case: cut from the newest part of the stream and kept beside the case. */
const ClipConfig = Type.Object(
  {
    beforeS: Type.Integer({ minimum: 1, maximum: 20, default: 5 }),
    afterS: Type.Integer({ minimum: 1, maximum: 20, default: 3 }),
    keepMegabytes: Type.Integer({
      minimum: 0,
      maximum: 1_000_000,
      default: 2_048,
      description: 'Room for the clips of cases; the oldest go first, after a week at the latest',
    }),
    send: Type.Enum(['never', 'always'], {
      default: 'never',
      description: 'never: clips stay on the box until the centre asks for one; it knows their hashes',
    }),
  },
  { ...closed, default: {} },
);

/** What the camera itself writes into its picture: read once an hour, beside its other clocks. */
export const BurntIn = Type.Object(
  {
    clock: Type.Array(Unit, {
      ...Region,
      description: '[x, y, w, h], 0..1 of the picture: closely around the date and time, on one line',
    }),
    format: Type.Optional(
      Type.Enum(['ymd', 'dmy', 'mdy'], {
        description: 'Order of year, month and day; found out when left out',
      }),
    ),
    name: Type.Optional(
      Type.Object(
        {
          region: Region,
          text: Type.String({ minLength: 3, maxLength: 80, description: 'What must stand there' }),
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
    substreamUrl: Type.Optional(
      Type.String({
        pattern: '^rtsps?://(?![^/]*@)[^\\s]+$',
        description:
          'Smaller stream of the same picture: analysis takes it, stills and clips come from streamUrl',
      }),
    ),
    onvifUrl: Type.Optional(
      Type.String({
        pattern: '^https?://(?![^/]*@)[^\\s]+$',
        description: 'http://host[:port], without user name and password: clock, presets, events',
      }),
    ),
    credentialsFile: Type.Optional(
      Type.String({ description: 'File with `user:password` on one line, readable by the agent alone' }),
    ),
    transport: Type.Enum(['tcp', 'udp'], { default: 'tcp' }),
    privateWindows: Type.Optional(
      Type.Array(Type.Array(Point, { minItems: 3, maxItems: 32 }), {
        maxItems: 16,
        description: 'Parts of the picture that nobody may see: burnt into every derived copy',
      }),
    ),
    decoder: Type.Enum(['none', 'vaapi', 'qsv', 'cuda', 'rkmpp'], {
      default: 'none',
      description: 'Unit that decodes; the processor takes over when it cannot be used',
    }),
    plates: Type.Boolean({ default: true, description: 'Read the plates of vehicles' }),
    riders: Type.Boolean({
      default: false,
      description:
        'Count riders and helmets on motorbikes, where the scene has lanes; off until its figures on real streets are known',
    }),
    certificate: Type.Optional(Certificate),
    detectFps: Type.Number({ minimum: 1, maximum: 15, default: 5 }),
    clipMegabytes: Type.Integer({
      minimum: 0,
      maximum: 1_000_000,
      default: 1_024,
      description: 'Room for the newest part of the stream as it came, for clips; 0 keeps none',
    }),
    clip: ClipConfig,
    presets: Type.Array(
      Type.Object({ id: Name, token: Type.Optional(PresetToken), scene: SceneConfig }, closed),
      {
        minItems: 1,
        maxItems: 32,
      },
    ),
    tour: Type.Optional(Tour),
    burntIn: Type.Optional(BurntIn),
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
    model: Type.Optional(
      Type.String({
        description:
          'The detector, a name in models/manifest.json; when left out the box takes what suits it',
      }),
    ),
    cameras: Type.Array(CameraConfig, { minItems: 1, maxItems: 8 }),
  },
  { ...closed, $id: 'site.v1' },
);

export type SceneConfig = Static<typeof SceneConfig>;
export type BurntIn = Static<typeof BurntIn>;
export type CameraConfig = Static<typeof CameraConfig>;
export type SiteConfig = Static<typeof SiteConfig>;
