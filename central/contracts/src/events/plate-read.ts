import { Type, type Static } from 'typebox';
import { Sha256 } from '../ids.ts';

/** A file kept on the box and uploaded after the event, addressed by its content. */
export const MediaRef = Type.Object(
  { sha256: Sha256, bytes: Type.Integer({ minimum: 1, maximum: 8_388_608 }) },
  { additionalProperties: false },
);

export const PlateColour = Type.Enum(['white', 'yellow', 'blue', 'red', 'unknown']);
export const PlateLayout = Type.Enum(['one-line', 'two-line']);
export const PlateFamily = Type.Enum([
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
]);

/** The plate of a vehicle as the box read it over all its looks. Without `text` it stayed unreadable. */
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
export type PlateRead = Static<typeof PlateRead>;
export type MediaRef = Static<typeof MediaRef>;
