/** Every topic begins with the version of the tree and the box that owns it. */
const root = 'vamco/v1';

export const topics = {
  event: (box: string, schema: string) => `${root}/${box}/up/event/${schema}`,
  status: (box: string) => `${root}/${box}/up/status`,
  ack: (box: string) => `${root}/${box}/down/ack`,
  clipRequest: (box: string) => `${root}/${box}/down/command/send-clip`,
  /** What the collector subscribes to. */
  allEvents: `${root}/+/up/event/+`,
  allStatus: `${root}/+/up/status`,
  /** All that one box may write and read; brokers enforce it. */
  boxUp: (box: string) => `${root}/${box}/up/#`,
  boxDown: (box: string) => `${root}/${box}/down/#`,
} as const;

/** The box that a topic belongs to, or undefined when it is none of ours. */
export function boxOfTopic(topic: string): string | undefined {
  return /^vamco\/v1\/([a-z0-9][a-z0-9-]{1,31})\//.exec(topic)?.[1];
}
