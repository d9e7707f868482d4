import type { TSchema } from 'typebox';
import { Ack } from './ack.ts';
import { eventSchemas } from './events/event.ts';
import { Calendar } from './schedule.ts';
import { SiteConfig } from './site-config.ts';
import { BoxStatus } from './status.ts';

/** Everything that goes over the wire or into a file, by name: what `npm run schemas` exports as JSON Schema. */
export const schemas: Record<string, TSchema> = {
  ...eventSchemas,
  'ack.v1': Ack,
  'box-status.v1': BoxStatus,
  'calendar.v1': Calendar,
  'site.v1': SiteConfig,
};
