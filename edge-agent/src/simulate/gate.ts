import { randomBytes } from 'node:crypto';
import { digestResponse, readFields, type Credentials } from '../camera/rtsp/http-auth.ts';

export type GateKind = 'none' | 'basic' | 'digest';

const REALM = 'VamCo simulated camera';

/** Asks for user and password as cameras do over RTSP and HTTP: not at all, basic, or digest. */
export class Gate {
  readonly #kind: GateKind;
  readonly #credentials: Credentials | undefined;
  readonly #nonce = randomBytes(16).toString('hex');

  constructor(kind: GateKind, credentials: Credentials | undefined) {
    this.#kind = credentials === undefined ? 'none' : kind;
    this.#credentials = credentials;
  }

  /** What is still asked for (`WWW-Authenticate`, one each); nothing when the request may pass. */
  demands(method: string, authorization: string | undefined): string[] {
    if (this.#kind === 'none' || this.#credentials === undefined) return [];
    if (authorization !== undefined && this.#isRight(method, authorization, this.#credentials)) return [];
    if (this.#kind === 'basic') return [`Basic realm="${REALM}"`];
    return [`Digest realm="${REALM}", nonce="${this.#nonce}"`];
  }

  #isRight(method: string, authorization: string, { user, password }: Credentials): boolean {
    if (this.#kind === 'basic')
      return authorization === `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
    const fields = readFields(authorization);
    const [nc, cnonce] = [fields.get('nc'), fields.get('cnonce')];
    const extra = nc !== undefined && cnonce !== undefined ? { count: nc, cnonce } : undefined;
    const about = { algorithm: 'MD5', realm: REALM, nonce: this.#nonce, method, user, password } as const;
    const expected = digestResponse({ ...about, uri: fields.get('uri') ?? '', extra });
    return fields.get('username') === user && fields.get('response') === expected;
  }
}
