import type { DecisionReason, NewDecision, Outcome } from '@vamco/contracts';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { fieldText } from '../api/form.ts';
import { t } from '../i18n/t.ts';

const reasons: Record<Outcome, DecisionReason[]> = {
  confirmed: ['clear-violation', 'other'],
  rejected: [
    'no-violation',
    'wrong-vehicle',
    'authorised-vehicle',
    'officer-directing',
    'poor-picture',
    'camera-moved',
    'other',
  ],
  unsure: ['poor-picture', 'wrong-vehicle', 'other'],
};

interface Props {
  outcome: Outcome;
  busy: boolean;
  onDecide: (decision: Omit<NewDecision, 'after'>) => void;
  onCancel: () => void;
}

/** Asks why: number keys choose, Enter stores, Esc takes it back. */
export function Decide({ outcome, busy, onDecide, onCancel }: Props) {
  const form = useRef<HTMLFormElement>(null);
  // Before the next key: a fast typist must not choose a picture instead of a reason.
  useLayoutEffect(() => {
    form.current?.querySelector<HTMLInputElement>('input')?.focus();
  }, [outcome]);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget as HTMLFormElement);
    const note = fieldText(data, 'note').trim();
    onDecide({ outcome, reason: data.get('reason') as DecisionReason, ...(note !== '' && { note }) });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === 'Escape') onCancel();
    const typing = (event.target as HTMLElement).matches('[name=note]');
    if (!typing && /^[1-9]$/.test(event.key)) {
      event.preventDefault();
      const radios = form.current?.querySelectorAll<HTMLInputElement>('[name=reason]');
      const radio = radios?.[Number(event.key) - 1];
      radio?.click();
      radio?.focus();
    }
    if (!typing && event.key === 'Enter') {
      event.preventDefault();
      form.current?.requestSubmit();
    }
  };
  return (
    <form class={`decide ${outcome}`} ref={form} onSubmit={submit} onKeyDown={onKeyDown}>
      <h2>{t(`outcome.${outcome}`)}</h2>
      <fieldset>
        <legend>{t('decide.why')}</legend>
        {reasons[outcome].map((reason, index) => (
          <label key={reason}>
            <input type="radio" name="reason" value={reason} defaultChecked={index === 0} />
            <kbd>{index + 1}</kbd> {t(`reason.${reason}`)}
          </label>
        ))}
      </fieldset>
      <input name="note" maxLength={500} placeholder={t('decide.note')} aria-label={t('decide.note')} />
      <div class="buttons">
        <button type="submit" class="primary" disabled={busy}>
          {t('decide.save')} <kbd>Enter</kbd>
        </button>
        <button type="button" onClick={onCancel}>
          {t('decide.cancel')} <kbd>Esc</kbd>
        </button>
      </div>
    </form>
  );
}
