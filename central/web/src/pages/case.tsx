import type { Decision, NewDecision, Outcome } from '@vamco/contracts';
import { useState } from 'preact/hooks';
import { api, Refused } from '../api/client.ts';
import { useCase } from '../api/use-case.ts';
import { Clip } from '../components/clip.tsx';
import { ClipPlace } from '../components/clip-place.tsx';
import { Decide } from '../components/decide.tsx';
import { Decisions } from '../components/decisions.tsx';
import { ExportCase } from '../components/export.tsx';
import { Facts } from '../components/facts.tsx';
import { KeyLegend } from '../components/key-legend.tsx';
import { OutcomeButtons } from '../components/outcome-buttons.tsx';
import { Stage } from '../components/stage.tsx';
import { Strip } from '../components/strip.tsx';
import { useClip } from '../components/use-clip.ts';
import { useKeys } from '../components/use-keys.ts';
import { t, type TextKey } from '../i18n/t.ts';
import { caseAction } from '../logic/keys.ts';
import { nextPending } from '../logic/list.ts';

const keys = [
  ['1–5', 'keys.pictures'],
  ['B', 'keys.box'],
  ['Z', 'keys.zoom'],
  ['V', 'keys.clip'],
  ['C', 'keys.confirm'],
  ['R', 'keys.reject'],
  ['U', 'keys.unsure'],
  ['Esc', 'keys.back'],
] as const;

function toList(): void {
  location.hash = '#/';
}

export function CasePage({ id, onDecided }: { id: string; onDecided: (decision: Decision) => void }) {
  const { found, load } = useCase(id);
  const clip = useClip(found, load);
  const [chosen, setChosen] = useState<number>();
  const [showBox, setShowBox] = useState(true);
  const [zoomed, setZoomed] = useState(false);
  const [outcome, setOutcome] = useState<Outcome>();
  const [problem, setProblem] = useState<TextKey>();
  const [busy, setBusy] = useState(false);
  const pictures = found?.pictures ?? [];
  const at = Math.max(
    0,
    pictures.findIndex(({ role }) => role === 'at'),
  );
  const shown = chosen ?? at;
  const picture = pictures[shown];
  const toggleBox = () => {
    setShowBox((on) => !on);
  };
  const toggleZoom = () => {
    setZoomed((on) => !on);
  };
  useKeys((event) => {
    const action = caseAction(event.key, pictures.length);
    if (!action) return;
    event.preventDefault();
    if (action.do === 'picture') setChosen(action.index);
    else if (action.do === 'box') toggleBox();
    else if (action.do === 'zoom') toggleZoom();
    else if (action.do === 'clip') clip.act();
    else if (action.do === 'decide') setOutcome(action.outcome);
    else toList();
  });
  if (found === undefined) return <main class="empty">{t('case.loading')}</main>;
  if (found === null) return <main class="empty">{t('case.missing')}</main>;

  const decide = async (decision: Omit<NewDecision, 'after'>) => {
    if (busy) return;
    setBusy(true);
    try {
      onDecided(await api.decide(id, { ...decision, after: found.decisions.length }));
      setProblem(undefined);
      const pending = await api.violations('pending').catch(() => undefined);
      const next = pending && nextPending(pending.items, found);
      if (next !== undefined) location.hash = `#/case/${next}`;
    } catch (error) {
      setProblem(error instanceof Refused && error.status === 409 ? 'case.meanwhile' : 'case.failed');
    }
    setBusy(false);
    setOutcome(undefined);
    load();
  };
  return (
    <main class="case">
      <section class="pictures">
        {picture && (
          <Stage
            picture={picture}
            focus={picture.role === 'plate' ? undefined : (picture.box ?? pictures[at]?.box ?? undefined)}
            showBox={showBox}
            zoomed={zoomed}
            onBox={toggleBox}
            onZoom={toggleZoom}
          />
        )}
        <Strip pictures={pictures} chosen={shown} onChoose={setChosen} />
        <KeyLegend keys={keys} />
      </section>
      <aside>
        <p class="path">
          <a href="#/">← {t('case.back')}</a>
          <span class={`chip ${found.state}`}>{t(`state.${found.state}`)}</span>
        </p>
        <div>
          <h1>{t(`rule.${found.rule}`)}</h1>
          <p class="soft">{t(`ruleText.${found.rule}`)}</p>
        </div>
        {problem && <p role="alert">{t(problem)}</p>}
        {outcome ? (
          <Decide
            outcome={outcome}
            busy={busy}
            onDecide={(decision) => void decide(decision)}
            onCancel={() => {
              setOutcome(undefined);
            }}
          />
        ) : (
          <>
            <OutcomeButtons onChoose={setOutcome} />
            {found.decisions.length > 0 && <small>{t('case.again')}</small>}
          </>
        )}
        {found.clip ? (
          <Clip key={found.clip.url} clip={found.clip} asked={found.clipState.asked} player={clip.player} />
        ) : (
          <ClipPlace clip={found.clipState} busy={clip.busy} failed={clip.failed} onAsk={clip.ask} />
        )}
        <Facts found={found} />
        <ExportCase found={found} />
        <Decisions decisions={found.decisions} />
      </aside>
    </main>
  );
}
