import type { ClipAnswer } from '@vamco/contracts';

/**
 * Is a request for a clip that is not here to be told to its box again? Yes while the box has not answered; and when it
 * promised the clip in an epoch that has ended, as a box with a new epoch has lost what it was to send.
 *
 * @param epoch that the box speaks of now
 */
export function isToAsk(
  { answer, answerEpoch }: { answer: ClipAnswer | null; answerEpoch: string | null },
  epoch: string,
): boolean {
  return answer === null || (answer === 'coming' && answerEpoch !== epoch);
}
