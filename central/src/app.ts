import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyCookie from '@fastify/cookie';
import fastifyHelmet from '@fastify/helmet';
import fastifyRateLimit from '@fastify/rate-limit';
import fastifyStatic from '@fastify/static';
import fastifySwagger from '@fastify/swagger';
import fastifySwaggerUi from '@fastify/swagger-ui';
import type { Regulation, VamcoEvent } from '@vamco/contracts';
import fastify, { type FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { Sessions } from './auth/sessions.ts';
import { HttpError } from './errors.ts';
import { loadOrCreateCentreKey } from './evidence/centre-key.ts';
import { MediaStore } from './evidence/media-store.ts';
import { RequestSender } from './evidence/request-sender.ts';
import { Collector } from './ingest/collector.ts';
import { Live } from './review/live.ts';
import { today } from './review/today.ts';
import { mediaRoutes } from './routes/media.ts';
import { overviewRoutes } from './routes/overview.ts';
import type { Parts } from './routes/parts.ts';
import { sessionRoutes } from './routes/session.ts';
import { userRoutes } from './routes/users.ts';
import { bundleRoutes } from './routes/bundles.ts';
import { clipRoutes } from './routes/clips.ts';
import { violationRoutes } from './routes/violations.ts';
import { AccountStore } from './store/sqlite/account-store.ts';
import { ClipRequestStore } from './store/sqlite/clip-request-store.ts';
import { canCommit, type Db } from './store/sqlite/database.ts';
import { EventStore } from './store/sqlite/event-store.ts';
import { ReviewStore } from './store/sqlite/review-store.ts';
import { SealStore } from './store/sqlite/seal-store.ts';

export interface App {
  http: FastifyInstance;
  collector: Collector;
  events: EventStore;
  accounts: AccountStore;
}

/** Composition root of the centre: builds the parts and connects them; listens to nothing yet. */
export async function createApp({
  db,
  dataDir,
  webDir,
  log,
  trustProxy,
  regulations,
}: {
  db: Db;
  dataDir: string;
  webDir: string;
  log: Logger;
  trustProxy: boolean;
  regulations: readonly Regulation[];
}): Promise<App> {
  const events = new EventStore(db);
  const accounts = new AccountStore(db);
  const reviews = new ReviewStore(db);
  const live = new Live(() => reviews.overview(today(Date.now())));
  const tellCase = (id: string) => {
    const item = reviews.item(id);
    if (item) live.tell({ name: 'changed', data: item });
  };
  const clipRequests = new ClipRequestStore(db);
  const requestSender = new RequestSender({
    store: clipRequests,
    publish: (topic, payload) => {
      collector.publish(topic, payload);
    },
    onChange: tellCase,
  });
  const parts: Parts = {
    events,
    accounts,
    reviews,
    live,
    regulations,
    ...{ clipRequests, requestSender, tellCase },
    seals: new SealStore(db),
    centreKey: loadOrCreateCentreKey(dataDir),
    media: new MediaStore(join(dataDir, 'media')),
    sessions: new Sessions(accounts),
  };
  const collector = new Collector({
    store: events,
    log,
    onStored: (event) => {
      tellPages(event, parts);
    },
    onHeard: (word) => {
      requestSender.heard(word);
    },
  });

  const http = fastify({
    loggerInstance: log.child({ part: 'http' }, { level: 'warn' }),
    // Who else could write X-Forwarded-For would choose his own address for the sign-in limit.
    trustProxy: trustProxy ? 'loopback' : false,
    bodyLimit: 64 * 1024,
    requestTimeout: 60_000,
    connectionTimeout: 0,
    forceCloseConnections: true,
  }) as unknown as FastifyInstance;
  await http.register(fastifyHelmet, { contentSecurityPolicy: { directives: contentPolicy }, hsts: false });
  await http.register(fastifyCookie);
  await http.register(fastifyRateLimit, { global: false });
  await http.register(fastifySwagger, {
    openapi: { info: { title: 'VamCo', version: '0.1.0', description: 'The centre of VamCo' } },
  });
  await http.register(fastifySwaggerUi, { routePrefix: '/docs' });
  http.setErrorHandler(
    (error: Error & { statusCode?: number; code?: string; validation?: unknown }, request, reply) => {
      const status = error.statusCode ?? 500;
      if (status >= 500) request.log.error({ err: error }, 'request failed');
      const code =
        error instanceof HttpError
          ? error.code
          : error.validation
            ? 'invalid'
            : status === 429
              ? 'too-many-tries'
              : 'failed';
      void reply.code(status).send({
        code,
        message: status >= 500 ? 'something went wrong here; it is in the log' : error.message,
      });
    },
  );
  for (const routes of [
    sessionRoutes,
    userRoutes,
    violationRoutes,
    overviewRoutes,
    mediaRoutes,
    bundleRoutes,
    clipRoutes,
  ])
    routes(http, parts);
  http.get('/healthz', { schema: { tags: ['health'] } }, () => ({ alive: true }));
  http.get('/readyz', { schema: { tags: ['health'] } }, (_request, reply) => {
    const parts = { database: canCommit(db), broker: collector.isConnected() };
    const ready = parts.database && parts.broker;
    return reply.code(ready ? 200 : 503).send({ ready, ...parts });
  });
  http.addHook('onClose', () => {
    live.close();
  });
  await servePage(http, webDir);
  return { http, collector, events, accounts };
}

const contentPolicy = {
  defaultSrc: ["'self'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'", 'data:'],
  objectSrc: ["'none'"],
  frameAncestors: ["'none'"],
  upgradeInsecureRequests: null,
};

function tellPages(event: VamcoEvent, { reviews, live, tellCase }: Parts): void {
  if (event.schema === 'box.health-reported.v1') return;
  if (event.schema === 'clip.request-answered.v1') tellCase(event.data.case);
  const item = event.schema === 'violation.detected.v1' ? reviews.item(event.id) : undefined;
  if (item) live.tell({ name: 'violation', data: item });
  if (event.schema === 'plate.read.v1')
    for (const changed of reviews.itemsOfTrack(event)) live.tell({ name: 'changed', data: changed });
  live.overviewChanged();
}

async function servePage(http: FastifyInstance, webDir: string): Promise<void> {
  const nothingHere = { code: 'not-found', message: 'there is nothing at this address' };
  if (!existsSync(join(webDir, 'index.html'))) {
    http.setNotFoundHandler((_request, reply) => reply.code(404).send(nothingHere));
    http.get('/', (_request, reply) =>
      reply.type('text/plain; charset=utf-8').send('The page is not built yet: npm run build\n'),
    );
    return;
  }
  await http.register(fastifyStatic, { root: webDir, wildcard: true });
  http.setNotFoundHandler((request, reply) => {
    if (request.method === 'GET' && !/^\/(api|media|docs)\b/.test(request.url))
      return reply.sendFile('index.html');
    return reply.code(404).send(nothingHere);
  });
}
