import { Type, type Static } from 'typebox';
import { VehicleClass } from './vocabulary.ts';

const closed = { additionalProperties: false } as const;
const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', description: 'A day in Asia/Ho_Chi_Minh' });
const Text = Type.String({ minLength: 1, maxLength: 400 });
const nullable = (text: typeof Text) => Type.Union([text, Type.Null()]);
const Act = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{1,31}$', description: 'Act id, as rules name it' });
const Dong = Type.Integer({ minimum: 1, description: 'VND, for an individual' });

/** One act of one vehicle group while one wording of the law holds. */
export const RegulationRow = Type.Object(
  {
    act: Act,
    vehicleGroup: Type.String({ pattern: '^[a-z-]{2,32}$' }),
    titleVi: Text,
    titleEn: Text,
    article: Type.Integer({ minimum: 1 }),
    clause: Type.Integer({ minimum: 1 }),
    point: Type.Union([Type.String({ pattern: '^[a-zđ]{1,2}$' }), Type.Null()]),
    fineMinVnd: Dong,
    fineMaxVnd: Dong,
    licencePoints: Type.Integer({ minimum: 0, maximum: 12 }),
    camera: Type.Enum(['A', 'B', 'S', 'C'], {
      description:
        'A a fixed camera can propose it, B with much review, S needs a certified meter, C video for an officer only',
    }),
    validFrom: Day,
    validTo: Type.Union([Day, Type.Null()], { description: 'Last day, inclusive; null while in force' }),
    amendedBy: nullable(Text),
    wordingChange: nullable(Text),
    note: nullable(Text),
  },
  closed,
);

/** `firmware-config/regulations/<name>.json`: one decree as dated rows. The law is data, never code. */
export const Regulation = Type.Object(
  {
    schema: Type.Literal('regulation.v1'),
    decree: Type.String({ pattern: '^\\d+/\\d{4}/[A-ZĐ-]+$' }),
    titleVi: Text,
    sources: Type.Array(Text, { minItems: 1 }),
    limitationYears: Type.Integer({ minimum: 1, maximum: 10, description: 'How long an act may be fined' }),
    vehicleGroups: Type.Record(Type.String(), Type.Array(VehicleClass, { minItems: 1 }), {
      description: 'Which classes the detector tells apart belong to which group of the law',
    }),
    actOfRule: Type.Record(Type.String(), Act, {
      description: 'Rules whose id is not that of their act',
    }),
    rows: Type.Array(RegulationRow, { minItems: 1, maxItems: 2000 }),
  },
  { ...closed, $id: 'regulation.v1' },
);

export type RegulationRow = Static<typeof RegulationRow>;
export type Regulation = Static<typeof Regulation>;
