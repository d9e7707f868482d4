import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Role, Session, User } from '@vamco/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { HttpError } from '../errors.ts';
import type { AccountStore } from '../store/sqlite/account-store.ts';

const LIFETIME_MS = 12 * 3_600_000;

/** Who may do what. An admin may do everything an officer and a technician may. */
const permissions = {
  'violations.read': ['officer', 'admin'],
  'violations.decide': ['officer', 'admin'],
  'evidence.export': ['officer', 'admin'],
  'boxes.read': ['technician', 'admin'],
  'users.manage': ['admin'],
} satisfies Record<string, Role[]>;
export type Permission = keyof typeof permissions;

export function may(role: Role, permission: Permission): boolean {
  return (permissions[permission] as Role[]).includes(role);
}

/** Signed-in browsers: a random token in a strict cookie, its hash in the database, a second token against CSRF. */
export class Sessions {
  readonly #accounts: AccountStore;

  constructor(accounts: AccountStore) {
    this.#accounts = accounts;
  }

  open(user: User, request: FastifyRequest, reply: FastifyReply): Session {
    const token = randomBytes(32).toString('base64url');
    const csrfToken = randomBytes(32).toString('base64url');
    this.#accounts.openSession(sha256(token), user.id, csrfToken, Date.now() + LIFETIME_MS);
    const { name, secure } = cookieFor(request);
    void reply.setCookie(name, token, {
      path: '/',
      httpOnly: true,
      sameSite: 'strict',
      secure,
      maxAge: LIFETIME_MS / 1000,
    });
    return { user, csrfToken };
  }

  close(request: FastifyRequest, reply: FastifyReply): void {
    const { name, secure } = cookieFor(request);
    const token = request.cookies[name];
    if (token !== undefined) this.#accounts.closeSession(sha256(token));
    void reply.clearCookie(name, { path: '/', httpOnly: true, sameSite: 'strict', secure });
  }

  /** The session of a request, or 401. */
  require(request: FastifyRequest): Session {
    const token = request.cookies[cookieFor(request).name];
    const found = token === undefined ? undefined : this.#accounts.session(sha256(token), Date.now());
    if (!found) throw new HttpError(401, 'signed-out', 'sign in first');
    return { user: found.user, csrfToken: found.csrf };
  }

  /** … and it may do this, or 403. */
  requireTo(permission: Permission, request: FastifyRequest): Session {
    const session = this.require(request);
    if (!may(session.user.role, permission))
      throw new HttpError(403, 'not-allowed', 'your role does not allow this');
    return session;
  }

  /** Changing requests also carry the CSRF token and come from our own page. */
  guardChange(request: FastifyRequest, session: Session): void {
    const given = Buffer.from(String(request.headers['x-csrf-token'] ?? ''));
    const wanted = Buffer.from(session.csrfToken);
    if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) {
      throw new HttpError(403, 'csrf', 'this request did not come from the VamCo page');
    }
    guardOrigin(request);
  }
}

/** A page elsewhere must not use a signed-in officer's browser. */
export function guardOrigin(request: FastifyRequest): void {
  const { origin } = request.headers;
  if (origin === undefined) return;
  // `null` (a sandboxed frame, a file) and other non-addresses are somewhere else as well.
  if (!URL.canParse(origin) || new URL(origin).host !== request.host) {
    throw new HttpError(403, 'origin', 'this request came from another site');
  }
}

/** Over plain HTTP browsers refuse `Secure` cookies; that is allowed on this machine alone. */
function cookieFor(request: FastifyRequest): { name: string; secure: boolean } {
  if (request.protocol === 'https') return { name: '__Host-vamco', secure: true };
  if (!/^(localhost|127\.0\.0\.1|\[::1\])$/.test(request.hostname)) {
    throw new HttpError(403, 'https-only', 'sign in over https; plain http works on this machine only');
  }
  return { name: 'vamco', secure: false };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
