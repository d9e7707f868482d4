import type { Regulation } from '@vamco/contracts';
import type { FastifyInstance } from 'fastify';
import type { KeyObject } from 'node:crypto';
import type { Sessions } from '../auth/sessions.ts';
import type { MediaStore } from '../evidence/media-store.ts';
import type { RequestSender } from '../evidence/request-sender.ts';
import type { Live } from '../review/live.ts';
import type { AccountStore } from '../store/sqlite/account-store.ts';
import type { ClipRequestStore } from '../store/sqlite/clip-request-store.ts';
import type { EventStore } from '../store/sqlite/event-store.ts';
import type { ReviewStore } from '../store/sqlite/review-store.ts';
import type { SealStore } from '../store/sqlite/seal-store.ts';

/** What the routes work with; built once in app.ts. */
export interface Parts {
  events: EventStore;
  reviews: ReviewStore;
  accounts: AccountStore;
  media: MediaStore;
  sessions: Sessions;
  live: Live;
  seals: SealStore;
  clipRequests: ClipRequestStore;
  requestSender: RequestSender;
  /** The pages that show this case fetch it anew. */
  tellCase: (id: string) => void;
  /** Signs every bundle. */
  centreKey: KeyObject;
  /** The law as dated rows. */
  regulations: readonly Regulation[];
}

export type Routes = (app: FastifyInstance, parts: Parts) => void;
