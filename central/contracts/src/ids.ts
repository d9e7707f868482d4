import { Type, type Static } from 'typebox';

/** Stable names of boxes, cameras, sites, presets, lines and zones: used in topics and file names. */
export const Name = Type.String({
  pattern: '^[a-z0-9][a-z0-9-]{1,31}$',
  description: 'Lower-case letters, digits and dashes',
});
/** UUIDv7, made once per event, before it is stored. */
export const EventId = Type.String({
  pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$',
  description: 'UUIDv7',
});
/** 64 random bits, new at first boot, restore or rebuild, so that a restored backup cannot reuse numbers. */
export const Epoch = Type.String({ pattern: '^[0-9a-f]{16}$' });
/** Number of an event inside its epoch, from 1 without holes. */
export const Seq = Type.Integer({ minimum: 1 });
export const Sha256 = Type.String({ pattern: '^[0-9a-f]{64}$', description: 'SHA-256, lower-case hex' });
/** Wall-clock time, UTC with milliseconds: `2026-11-24T01:02:03.456Z`. */
export const UtcTime = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$' });
/** Box in the picture, `[x, y, w, h]`, 0..1 of the picture's width and height. */
export const NormBox = Type.Array(Type.Number({ minimum: 0, maximum: 1 }), { minItems: 4, maxItems: 4 });
/** Place on the ground: WGS 84 degrees. */
export const GeoPoint = Type.Object(
  { lat: Type.Number({ minimum: -90, maximum: 90 }), lon: Type.Number({ minimum: -180, maximum: 180 }) },
  { additionalProperties: false },
);

export type EventId = Static<typeof EventId>;
export type GeoPoint = Static<typeof GeoPoint>;
