import { Type, type Static } from 'typebox';
import { envelope } from '../envelope.ts';
import { Name } from '../ids.ts';
import { VehicleClass } from '../vocabulary.ts';
import { MediaRef } from './media-ref.ts';
import { TrackRef } from './track-ref.ts';

/** The words of plates, once for boxes and centre. Models name colours and layouts in this order. */
export const plateColours = ['white', 'yellow', 'blue', 'red', 'unknown'] as const;
export const plateLayouts = ['one-line', 'two-line'] as const;
export const plateFamilies = [
  'car5',
  'car4',
  'special5',
  'special4',
  'trailerOld',
  'moto5',
  'moto4',
  'motoPair5',
  'motoPair4',
  'emoto',
  'tractor',
  'temp',
  'dipCar',
  'dipMoto',
  'mil',
  'milMoto',
] as const;
export const PlateColour = Type.Enum(plateColours);
export const PlateLayout = Type.Enum(plateLayouts);
export const PlateFamily = Type.Enum(plateFamilies);

/** What was read of a plate over all looks at it. Without `text` it stayed unreadable. */
export const PlateRead = Type.Object(
  {
    text: Type.Optional(
      Type.String({ pattern: '^[0-9A-Z]{5,10}$', description: 'Upper case, no separators, D for Đ' }),
    ),
    display: Type.Optional(Type.String({ maxLength: 16, description: 'As people write it' })),
    family: Type.Optional(PlateFamily),
    confidence: Type.Number({
      minimum: 0,
      maximum: 1,
      description: 'Measured probability that the whole text is right',
    }),
    layout: PlateLayout,
    colour: PlateColour,
    raw: Type.String({ maxLength: 10, description: 'The likeliest signs before the grammar had its say' }),
    alternatives: Type.Optional(
      Type.Array(Type.String({ maxLength: 16 }), {
        maxItems: 3,
        description: 'Other meanings of the same signs: a person chooses',
      }),
    ),
    looks: Type.Integer({ minimum: 1, description: 'Frames in which it was read' }),
    crop: Type.Optional(
      Type.Object(
        {
          atMs: Type.Integer({ description: 'From the event’s time; the frame that was read' }),
          media: MediaRef,
        },
        { additionalProperties: false },
      ),
    ),
    model: Type.String({ maxLength: 64 }),
  },
  { additionalProperties: false },
);

/**
 * The plate of one followed vehicle: sent when a violation names it and when it leaves the picture. The newest of
 * a track counts; passages and violations of the same track are its vehicle's.
 */
export const PlateReadV1 = envelope(
  'plate.read.v1',
  Type.Object(
    { camera: Name, track: TrackRef, class: VehicleClass, plate: PlateRead },
    { additionalProperties: false },
  ),
);
export type PlateColour = Static<typeof PlateColour>;
export type PlateLayout = Static<typeof PlateLayout>;
export type PlateFamily = Static<typeof PlateFamily>;
export type PlateRead = Static<typeof PlateRead>;
export type PlateReadV1 = Static<typeof PlateReadV1>;
