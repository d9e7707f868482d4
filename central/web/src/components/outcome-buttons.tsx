import type { Outcome } from '@vamco/contracts';
import { t } from '../i18n/t.ts';

const choices: [Outcome, string, string][] = [
  ['confirmed', 'primary', 'C'],
  ['rejected', 'reject', 'R'],
  ['unsure', '', 'U'],
];

export function OutcomeButtons({ onChoose }: { onChoose: (outcome: Outcome) => void }) {
  return (
    <div class="buttons outcomes">
      {choices.map(([outcome, look, key]) => (
        <button
          type="button"
          key={outcome}
          class={look}
          onClick={() => {
            onChoose(outcome);
          }}
        >
          {t(`outcome.${outcome}`)} <kbd>{key}</kbd>
        </button>
      ))}
    </div>
  );
}
