import {
  CaseState,
  Decision,
  lawOf,
  NewDecision,
  ViolationCase,
  ViolationPage,
  type Decision as DecisionBody,
  type NewDecision as NewDecisionBody,
} from '@vamco/contracts';
import { Type } from 'typebox';
import { uuidv7 } from 'uuidv7';
import { clipFacts, shownClip } from '../evidence/case-clip.ts';
import { HttpError } from '../errors.ts';
import { clipState } from '../review/clip-state.ts';
import type { Routes } from './parts.ts';

const tags = ['violations'];
const Query = Type.Object({
  state: Type.Optional(Type.Union([CaseState, Type.Literal('all')])),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  before: Type.Optional(Type.String({ maxLength: 80, description: 'The `next` of the page before' })),
});

export const violationRoutes: Routes = (app, parts) => {
  const { reviews, sessions, events, live, regulations, clipRequests } = parts;
  app.get<{ Querystring: { state?: CaseState | 'all'; limit?: number; before?: string } }>(
    '/api/violations',
    {
      schema: {
        tags,
        summary: 'Suspected violations, newest first',
        querystring: Query,
        response: { 200: ViolationPage },
      },
    },
    (request) => {
      sessions.requireTo('violations.read', request);
      const { state = 'pending', limit = 50, before } = request.query;
      const items = reviews.list(state, limit, before);
      const last = items.length === limit ? items.at(-1) : undefined;
      return { items, next: last ? `${last.at}|${last.id}` : null };
    },
  );

  app.get<{ Params: { id: string } }>(
    '/api/violations/:id',
    { schema: { tags, summary: 'One case', response: { 200: ViolationCase } } },
    async (request) => {
      const { user } = sessions.requireTo('violations.read', request);
      const found = reviews.get(request.params.id);
      const facts = found && (await clipFacts(found.id, parts));
      if (!found || !facts) throw new HttpError(404, 'not-found', 'there is no such case');
      events.audit(user.id, 'case-read', found.id);
      const law = lawOf(regulations, found.rule, found.class, found.at) ?? null;
      const shown = shownClip(facts);
      const url = `/api/violations/${found.id}/clip.mp4`;
      return {
        ...found,
        law,
        clip: shown ? { url, fromMs: shown.fromMs, toMs: shown.toMs } : null,
        clipState: clipState(facts, clipRequests.of(found.id), events.isOnline(found.box)),
      };
    },
  );

  app.post<{ Params: { id: string }; Body: NewDecisionBody }>(
    '/api/violations/:id/decisions',
    {
      schema: {
        tags,
        summary: 'Decide; decisions are only ever added',
        body: NewDecision,
        response: { 201: Decision },
      },
    },
    (request, reply) => {
      const session = sessions.requireTo('violations.decide', request);
      sessions.guardChange(request, session);
      const { outcome, reason, note = '', after } = request.body;
      if (reviews.item(request.params.id) === undefined)
        throw new HttpError(404, 'not-found', 'there is no such case');
      const by = { id: session.user.id, name: session.user.name };
      const decision: DecisionBody = {
        id: uuidv7(),
        violation: request.params.id,
        outcome,
        reason,
        note,
        by,
        at: new Date().toISOString(),
      };
      if (!reviews.decide(decision, after))
        throw new HttpError(409, 'decided-meanwhile', 'somebody decided this case meanwhile');
      events.audit(session.user.id, `decided-${outcome}`, decision.violation);
      live.tell({ name: 'decision', data: decision });
      live.overviewChanged();
      return reply.code(201).send(decision);
    },
  );
};
