import { Type, type Static } from 'typebox';

export const Role = Type.Enum(['technician', 'officer', 'supervisor', 'admin']);

export const User = Type.Object({
  id: Type.String(),
  username: Type.String(),
  name: Type.String(),
  role: Role,
  disabled: Type.Boolean(),
  mustChangePassword: Type.Boolean(),
});

/** Body of `POST /api/session`. */
export const Credentials = Type.Object(
  {
    username: Type.String({ minLength: 1, maxLength: 64 }),
    password: Type.String({ minLength: 1, maxLength: 256 }),
  },
  { additionalProperties: false },
);

/** Who is signed in, and the token that every changing request carries in `x-csrf-token`. */
export const Session = Type.Object({ user: User, csrfToken: Type.String() });

/** Body of `POST /api/users` (admin). */
export const NewUser = Type.Object(
  {
    username: Type.String({ pattern: '^[a-z0-9._-]{2,32}$' }),
    name: Type.String({ minLength: 1, maxLength: 80 }),
    role: Role,
    password: Type.String({ minLength: 12, maxLength: 256 }),
  },
  { additionalProperties: false },
);

/** Body of `PUT /api/session/password`. */
export const PasswordChange = Type.Object(
  { current: Type.String({ maxLength: 256 }), next: Type.String({ minLength: 12, maxLength: 256 }) },
  { additionalProperties: false },
);

/** Every refused request answers with this: a code for programs, a plain sentence for people. */
export const ApiError = Type.Object({ code: Type.String(), message: Type.String() });

export type Role = Static<typeof Role>;
export type User = Static<typeof User>;
export type Credentials = Static<typeof Credentials>;
export type Session = Static<typeof Session>;
export type NewUser = Static<typeof NewUser>;
export type PasswordChange = Static<typeof PasswordChange>;
export type ApiError = Static<typeof ApiError>;
