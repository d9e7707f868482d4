import { Type, type Static } from 'typebox';

/** What leaves the cage is believed only in these shapes. */
const Text = Type.String({ maxLength: 300 });
const Position = Type.Object({ pan: Type.Number(), tilt: Type.Number(), zoom: Type.Number() });

export const DeviceAnswer = Type.Object({
  manufacturer: Text,
  model: Text,
  firmware: Text,
  serial: Text,
  ptz: Type.Boolean(),
  events: Type.Boolean(),
  profiles: Type.Array(
    Type.Object({
      token: Text,
      name: Text,
      streamUrl: Text,
      snapshotUrl: Text,
      encoding: Text,
      width: Type.Optional(Type.Number()),
      height: Type.Optional(Type.Number()),
      fps: Type.Optional(Type.Number()),
    }),
    { maxItems: 64 },
  ),
});
export const ClockAnswer = Type.Object({
  deviceMs: Type.Number(),
  askedMs: Type.Number(),
  answeredMs: Type.Number(),
});
export const PresetsAnswer = Type.Array(
  Type.Object({ token: Text, name: Text, position: Type.Optional(Position) }),
  { maxItems: 256 },
);
export const StatusAnswer = Type.Object({
  position: Type.Optional(Position),
  moving: Type.Optional(Type.Boolean()),
});
export const EventsAnswer = Type.Array(Type.Object({ topic: Text, value: Text }), { maxItems: 50 });
export const SnapshotAnswer = Type.Object({ jpeg: Type.String({ maxLength: 1_500_000 }) });
export const GotoAnswer = Type.Object({});

export type DeviceAnswer = Static<typeof DeviceAnswer>;
export type ClockAnswer = Static<typeof ClockAnswer>;
export type PtzPreset = Static<typeof PresetsAnswer>[number];
export type PtzStatus = Static<typeof StatusAnswer>;
export type OnvifEvent = Static<typeof EventsAnswer>[number];
