import { t, type TextKey } from '../i18n/t.ts';

/** Which keys do what, always in sight. */
export function KeyLegend({ keys }: { keys: readonly (readonly [string, TextKey])[] }) {
  return (
    <p class="keys">
      {keys.map(([key, text]) => (
        <span key={key}>
          <kbd>{key}</kbd> {t(text)}
        </span>
      ))}
    </p>
  );
}
