import type { CentralReady } from './programs.ts';

/** Signs the first admin in; gives the headers that his browser would send. */
export async function signIn({
  url,
  adminUsername,
  adminPassword,
}: CentralReady): Promise<Record<string, string>> {
  const answer = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: adminUsername, password: adminPassword }),
  });
  if (!answer.ok) throw new Error(`the centre answered ${answer.status}`);
  const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
  return { cookie, 'x-csrf-token': ((await answer.json()) as { csrfToken: string }).csrfToken };
}
