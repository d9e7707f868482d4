import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerTo, envelope, type DeviceFacts } from '../../../edge-agent/src/simulate/onvif-answers.ts';

const xml = (body: string) => `<?xml version="1.0"?>${body}`;

/** What each evil device answers to every question; `foreign` is where it would like us to go. */
export const evilOnvif: Record<
  string,
  (response: ServerResponse, foreign: string, question: string) => void
> = {
  'an endless body': (response) => {
    response.writeHead(200);
    pour(response);
  },
  'a drip': (response) => {
    response.writeHead(200);
    const drip = setInterval(() => response.write('<'), 200);
    response.on('close', () => {
      clearInterval(drip);
    });
  },
  'a redirect': (response, foreign) => response.writeHead(302, { Location: foreign }).end(),
  'an entity bomb': (response) => {
    const entities = Array.from(
      { length: 30 },
      (_, i) => `<!ENTITY e${i + 1} "${`&e${i};`.repeat(10)}">`,
    ).join('');
    response.end(
      xml(`<!DOCTYPE x [<!ENTITY e0 "ha">${entities}]><s:Envelope><s:Body>&e30;</s:Body></s:Envelope>`),
    );
  },
  'deep nesting': (response) => {
    response.end(
      xml(`<s:Envelope><s:Body>${'<a>'.repeat(150_000)}${'</a>'.repeat(100)}</s:Body></s:Envelope>`),
    );
  },
  'many elements': (response) =>
    response.end(xml(`<s:Envelope><s:Body>${'<a/>'.repeat(250_000)}</s:Body></s:Envelope>`)),
  'squeezed noise': (response) => {
    response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(Buffer.alloc(1_000, 0x1f));
  },
  // Everything right, but all its services are somewhere else.
  'foreign services': (response, foreign, question) => {
    const facts: DeviceFacts = {
      ...{ base: foreign, streams: [{ token: 'main', url: `${foreign}/live`, width: 1, height: 1, fps: 1 }] },
      ...{ nowMs: () => Date.now(), head: undefined, events: () => [] },
    };
    response.end(envelope(answerTo(question, '<ProfileToken>main</ProfileToken>', facts) ?? ''));
  },
};

function pour(response: ServerResponse): void {
  const more = () => {
    while (!response.destroyed && response.write('a'.repeat(65_536)));
  };
  response.on('drain', more);
  more();
}

export async function startEvilOnvif(
  name: string,
  foreign: string,
): Promise<{ url: string; stop: () => Promise<unknown> }> {
  const server = createServer((request, response) => {
    response.on('error', () => undefined);
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
    request.on('end', () => {
      const question = /<(?:\w+:)?Body[^>]*>\s*<(?:\w+:)?(\w+)/.exec(text)?.[1] ?? '';
      evilOnvif[name]?.(response, foreign, question);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/onvif/device_service`,
    stop: () => {
      server.closeAllConnections();
      return new Promise((done) => server.close(done));
    },
  };
}
