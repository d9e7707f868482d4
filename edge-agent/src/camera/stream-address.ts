import { readFileSync } from 'node:fs';
import { AgentError } from '../base/errors.ts';

/**
 * The address for ffmpeg: `file:PATH` becomes the path, and the camera's user and password, kept in a file
 * of their own, are put into an rtsp address. Never log what this returns.
 */
export function streamAddress(streamUrl: string, credentialsFile: string | undefined): string {
  if (streamUrl.startsWith('file:')) return streamUrl.slice('file:'.length);
  if (credentialsFile === undefined) return streamUrl;
  let text: string;
  try {
    text = readFileSync(credentialsFile, 'utf8').trim();
  } catch (cause) {
    throw new AgentError('BAD_SITE_FILE', `credentials file ${credentialsFile} cannot be read`, { cause });
  }
  const colon = text.indexOf(':');
  if (colon < 1)
    throw new AgentError('BAD_SITE_FILE', `credentials file ${credentialsFile} must hold user:password`);
  const url = new URL(streamUrl);
  url.username = encodeURIComponent(text.slice(0, colon));
  url.password = encodeURIComponent(text.slice(colon + 1));
  return url.href;
}
