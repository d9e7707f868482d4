import { readFileSync } from 'node:fs';
import { AgentError } from '../base/errors.ts';
import type { Credentials } from './rtsp/http-auth.ts';

/** Where pictures come from: a camera's stream, or a recording played as if it were one. */
export type StreamSource =
  | { kind: 'file'; path: string }
  | { kind: 'rtsp'; url: string; credentials: Credentials | undefined; transport: 'tcp' | 'udp' };

/** The source that an address of the site file means. Throws BAD_SITE_FILE for unusable credentials. */
export function streamSource(
  address: string,
  { credentialsFile, transport }: { credentialsFile?: string; transport: 'tcp' | 'udp' },
): StreamSource {
  if (address.startsWith('file:')) return { kind: 'file', path: address.slice('file:'.length) };
  const credentials = credentialsFile === undefined ? undefined : readCredentials(credentialsFile);
  return { kind: 'rtsp', url: address, credentials, transport };
}

/** Reads `user:password`. Throws BAD_SITE_FILE, without what the file holds. */
export function readCredentials(file: string): Credentials {
  let text: string;
  try {
    text = readFileSync(file, 'utf8').trim();
  } catch (cause) {
    throw new AgentError('BAD_SITE_FILE', `credentials file ${file} cannot be read`, { cause });
  }
  const colon = text.indexOf(':');
  if (colon < 1) throw new AgentError('BAD_SITE_FILE', `credentials file ${file} must hold user:password`);
  return { user: text.slice(0, colon), password: text.slice(colon + 1) };
}
