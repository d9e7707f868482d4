import { createHash, randomBytes } from 'node:crypto';

export interface Credentials {
  user: string;
  password: string;
}

/** What a server asks for in `WWW-Authenticate`. */
export interface Challenge {
  scheme: 'basic' | 'digest';
  realm: string;
  nonce: string;
  algorithm: 'MD5' | 'SHA-256';
  qop: boolean;
  opaque: string | undefined;
  stale: boolean;
}

/** The best challenge that we can answer: digest before basic, SHA-256 before MD5; undefined when there is none. */
export function chooseChallenge(headers: readonly string[]): Challenge | undefined {
  const known = headers.flatMap((header) => readChallenge(header) ?? []);
  const rank = ({ scheme, algorithm }: Challenge) =>
    scheme === 'basic' ? 2 : algorithm === 'SHA-256' ? 0 : 1;
  return known.sort((a, b) => rank(a) - rank(b))[0];
}

function readChallenge(header: string): Challenge | undefined {
  const scheme = /^(basic|digest)\b/i.exec(header)?.[1]?.toLowerCase();
  if (scheme !== 'basic' && scheme !== 'digest') return undefined;
  const fields = readFields(header);
  const algorithm = (fields.get('algorithm') ?? 'MD5').toUpperCase();
  if (algorithm !== 'MD5' && algorithm !== 'SHA-256') return undefined;
  const qop = (fields.get('qop') ?? '').split(',').map((one) => one.trim());
  return {
    ...{ scheme, algorithm },
    realm: fields.get('realm') ?? '',
    nonce: fields.get('nonce') ?? '',
    qop: qop.includes('auth'),
    opaque: fields.get('opaque'),
    stale: fields.get('stale')?.toLowerCase() === 'true',
  };
}

/** `name="value"` pairs of an authentication header. */
export function readFields(header: string): Map<string, string> {
  const pairs = header.matchAll(/(\w+)\s*=\s*(?:"([^"]*)"|([^\s,"]+))/g);
  return new Map([...pairs].map(([, name = '', quoted, bare]) => [name.toLowerCase(), quoted ?? bare ?? '']));
}

/** The `Authorization` header for one request (RFC 7617 basic, RFC 7616 digest). */
export function authorization(
  challenge: Challenge,
  { user, password }: Credentials,
  request: { method: string; uri: string },
): string {
  if (challenge.scheme === 'basic')
    return `Basic ${Buffer.from(`${user}:${password}`, 'utf8').toString('base64')}`;
  const cnonce = randomBytes(8).toString('hex');
  const count = '00000001';
  const extra = challenge.qop ? { cnonce, count } : undefined;
  const response = digestResponse({ ...challenge, user, password, ...request, extra });
  const fields = [
    `username="${user.replace(/["\\]/g, '\\$&')}"`,
    `realm="${challenge.realm}"`,
    `nonce="${challenge.nonce}"`,
    `uri="${request.uri}"`,
    `response="${response}"`,
    `algorithm=${challenge.algorithm}`,
    ...(challenge.qop ? [`qop=auth`, `nc=${count}`, `cnonce="${cnonce}"`] : []),
    ...(challenge.opaque === undefined ? [] : [`opaque="${challenge.opaque}"`]),
  ];
  return `Digest ${fields.join(', ')}`;
}

/** The response value of RFC 7616, for both sides. */
export function digestResponse(about: {
  algorithm: 'MD5' | 'SHA-256';
  user: string;
  password: string;
  realm: string;
  nonce: string;
  method: string;
  uri: string;
  extra: { cnonce: string; count: string } | undefined;
}): string {
  const hash = (text: string) =>
    createHash(about.algorithm === 'MD5' ? 'md5' : 'sha256')
      .update(text, 'utf8')
      .digest('hex');
  const secret = hash(`${about.user}:${about.realm}:${about.password}`);
  const act = hash(`${about.method}:${about.uri}`);
  const middle = about.extra ? `${about.nonce}:${about.extra.count}:${about.extra.cnonce}:auth` : about.nonce;
  return hash(`${secret}:${middle}:${act}`);
}
