import type { NewDecision, Outcome, ViolationCase } from '@vamco/contracts';
import { useEffect, useState } from 'preact/hooks';
import { api, Refused } from '../api/client.ts';
import { listenLive } from '../api/live.ts';
import { Decide } from '../components/decide.tsx';
import { Picture } from '../components/picture.tsx';
import { t, type TextKey } from '../i18n/t.ts';
import { localClock, localTime } from '../i18n/time.ts';

const PICTURE_POLL_MS = 1_500;
const outcomeKeys: Record<string, Outcome> = { c: 'confirmed', r: 'rejected', u: 'unsure' };

export function CasePage({ id }: { id: string }) {
  const [found, setFound] = useState<ViolationCase | null>();
  const [chosen, setChosen] = useState(1);
  const [showBox, setShowBox] = useState(true);
  const [outcome, setOutcome] = useState<Outcome>();
  const [problem, setProblem] = useState<TextKey>();
  const load = () => {
    api.violation(id).then(setFound, () => {
      setFound(null);
    });
  };
  useEffect(() => {
    load();
    return listenLive({
      decision: (decision) => {
        if (decision.violation === id) load();
      },
    });
  }, [id]);
  useEffect(() => {
    if (!found?.pictures.some(({ url }) => url === null)) return undefined;
    const timer = setTimeout(load, PICTURE_POLL_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [found]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if ((event.target as HTMLElement).matches('input') || event.ctrlKey || event.metaKey || event.altKey)
        return;
      const key = event.key.toLowerCase();
      const picture = Number(key) - 1;
      if (found?.pictures[picture]) setChosen(picture);
      if (key === 'b') setShowBox((shown) => !shown);
      if (key === 'escape') location.hash = '#/';
      const wanted = outcomeKeys[key];
      if (wanted) {
        event.preventDefault();
        setOutcome(wanted);
      }
    };
    addEventListener('keydown', onKey);
    return () => {
      removeEventListener('keydown', onKey);
    };
  });
  if (found === undefined) return null;
  if (found === null) return <main class="empty">{t('case.missing')}</main>;
  const decide = (decision: Omit<NewDecision, 'after'>) => {
    api.decide(id, { ...decision, after: found.decisions.length }).then(
      () => {
        setOutcome(undefined);
        setProblem(undefined);
        load();
      },
      (error: unknown) => {
        setProblem(error instanceof Refused && error.status === 409 ? 'case.meanwhile' : 'case.failed');
        setOutcome(undefined);
        load();
      },
    );
  };
  const picture = found.pictures[chosen] ?? found.pictures[0];
  return (
    <main class="case">
      <section class="pictures">
        {picture && <Picture picture={picture} label={t(`case.${picture.role}`)} showBox={showBox} />}
        <div class="strip">
          {found.pictures.map((one, index) => (
            <button
              type="button"
              key={one.role}
              aria-pressed={index === chosen}
              onClick={() => {
                setChosen(index);
              }}
            >
              {one.url === null ? <span class="waiting" /> : <img src={one.url} alt="" />}
              <span>
                <kbd>{index + 1}</kbd> {t(`case.${one.role}`)} · {localClock(one.at)}
              </span>
            </button>
          ))}
        </div>
      </section>
      <aside>
        <a href="#/">← {t('case.back')}</a>
        <h1>{t(`rule.${found.rule}`)}</h1>
        <p class="meaning">{t(`ruleText.${found.rule}`)}</p>
        <span class={`chip ${found.state}`}>{t(`state.${found.state}`)}</span>
        {problem && <p role="alert">{t(problem)}</p>}
        {outcome ? (
          <Decide
            outcome={outcome}
            onDecide={decide}
            onCancel={() => {
              setOutcome(undefined);
            }}
          />
        ) : (
          <div class="buttons">
            <button
              type="button"
              class="primary"
              onClick={() => {
                setOutcome('confirmed');
              }}
            >
              {t('decide.confirm')} <kbd>C</kbd>
            </button>
            <button
              type="button"
              class="reject"
              onClick={() => {
                setOutcome('rejected');
              }}
            >
              {t('decide.reject')} <kbd>R</kbd>
            </button>
            <button
              type="button"
              onClick={() => {
                setOutcome('unsure');
              }}
            >
              {t('decide.unsure')} <kbd>U</kbd>
            </button>
          </div>
        )}
        <Facts found={found} />
        <h2>{t('case.decisions')}</h2>
        {found.decisions.length === 0 && <p>{t('case.undecided')}</p>}
        <ol class="decisions">
          {found.decisions.map((decision) => (
            <li key={decision.id}>
              <strong>{t(`outcome.${decision.outcome}`)}</strong>: {t(`reason.${decision.reason}`)}
              {decision.note !== '' && <q>{decision.note}</q>}
              <small>
                {decision.by.name} · {localTime(decision.at)}
              </small>
            </li>
          ))}
        </ol>
        <p class="keys">{t('case.keys')}</p>
      </aside>
    </main>
  );
}

function Facts({ found }: { found: ViolationCase }) {
  const vouched = found.timeSource === 'unsynced' ? ` · ${t('case.unsynced')}` : '';
  const facts: [TextKey, string][] = [
    ['case.time', `${localTime(found.at)} (${t('case.error')} ± ${found.errMs} ms${vouched})`],
    ['case.began', localClock(found.began)],
    ['case.place', found.place],
    ['case.camera', `${found.box} · ${found.camera}`],
    ['case.zone', found.zone],
    ['case.vehicle', t(`class.${found.class}`)],
    ['case.score', `${Math.round(found.score * 100)} %`],
    ['case.track', found.track],
    ['case.record', `${found.epoch} / ${found.seq}`],
    ['case.hash', found.hash],
    ['case.model', found.model],
  ];
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
