import { t, type TextKey } from '../i18n/t.ts';

export type Fact = [TextKey, string];

/** Names and values, one a line. */
export function Rows({ facts }: { facts: Fact[] }) {
  return (
    <dl class="facts">
      {facts.map(([key, value]) => (
        <div key={key}>
          <dt>{t(key)}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
