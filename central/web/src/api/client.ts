import type {
  ApiError,
  BoxSummary,
  ClipState,
  Decision,
  NewDecision,
  Overview,
  Session,
  ViolationCase,
  ViolationPage,
} from '@vamco/contracts';

/** The centre refused; `code` is for programs. */
export class Refused extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, { code, message }: ApiError) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

let csrfToken = '';
let signedOut = () => {};

/** Called when the centre says that the session has ended. */
export function onSignedOut(handle: () => void): void {
  signedOut = handle;
}

async function ask<Answer>(method: string, path: string, body?: object): Promise<Answer> {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (method !== 'GET') headers['x-csrf-token'] = csrfToken;
  if (body) headers['content-type'] = 'application/json';
  const answer = await fetch(path, { method, headers, ...(body && { body: JSON.stringify(body) }) });
  if (!answer.ok) {
    const error = (await answer
      .json()
      .catch(() => ({ code: 'failed', message: answer.statusText }))) as ApiError;
    if (error.code === 'signed-out') signedOut();
    throw new Refused(answer.status, error);
  }
  return (answer.status === 204 ? undefined : await answer.json()) as Answer;
}

function remember(session: Session): Session {
  csrfToken = session.csrfToken;
  return session;
}

export const api = {
  session: async () => remember(await ask<Session>('GET', '/api/session')),
  signIn: async (username: string, password: string) =>
    remember(await ask<Session>('POST', '/api/session', { username, password })),
  signOut: () => ask<undefined>('DELETE', '/api/session'),
  changePassword: async (current: string, next: string) =>
    remember(await ask<Session>('PUT', '/api/session/password', { current, next })),
  violations: (state: string, before?: string) =>
    ask<ViolationPage>(
      'GET',
      `/api/violations?state=${state}${before === undefined ? '' : `&before=${encodeURIComponent(before)}`}`,
    ),
  violation: (id: string) => ask<ViolationCase>('GET', `/api/violations/${id}`),
  decide: (id: string, decision: NewDecision) =>
    ask<Decision>('POST', `/api/violations/${id}/decisions`, decision),
  askForClip: (id: string) => ask<ClipState>('POST', `/api/violations/${id}/clip-request`),
  overview: () => ask<Overview>('GET', '/api/overview'),
  boxes: () => ask<BoxSummary[]>('GET', '/api/boxes'),
};
