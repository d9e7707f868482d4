import type { EvidenceBody, Law, Seal } from '@vamco/contracts';
import { basisText, fineText, localText, sheetTexts as t } from './sheet-texts.ts';

/** What a sheet is made from. */
export interface SheetCase {
  body: EvidenceBody;
  seal: Seal;
  law: Law | undefined;
  /** The newest decision and who made it; none from the box itself. */
  decision: { by: string; outcome: string; at: string } | undefined;
}

/** The fields of notice form 01/73 and of the public look-up page, in their order; what VamCo does not know is left open. */
export function sheetRows({ body, seal, law, decision }: SheetCase): [name: string, value: string][] {
  const { plate, time, place, camera, act, signal, vehicle } = body;
  const where = place.point ? ` (${place.point.lat}, ${place.point.lon})` : '';
  return [
    [t.issuer, t.missing],
    [t.unit, t.missing],
    [t.transferredTo, t.missing],
    [t.vehicle, t.classes[vehicle.class]],
    ...(vehicle.exemption ? [[t.exemption, t.exemptions[vehicle.exemption]] as [string, string]] : []),
    [t.plate, plate?.display ?? t.unreadable],
    [t.plateColour, t.colours[plate?.colour ?? 'unknown']],
    [t.owner, t.missing],
    [`${t.ownerId}, ${t.address.toLowerCase()}`, t.missing],
    [t.time, localText(time.utc)],
    [t.timeError, `± ${time.errMs} ms (${time.source})`],
    [t.place, `${place.name}${where}`],
    [t.act, law?.titleVi ?? act.rule],
    [t.basis, law ? basisText(law) : t.ownLookup],
    ...(law ? lawRows(law) : []),
    ...(signal ? [[t.signal, t.lights[signal.state]] as [string, string]] : []),
    [t.appear, t.missing],
    [t.handling, t.missing],
    [t.state, t.unpunished],
    [t.device, `${seal.box} · ${camera.name} (${camera.id}) · VamCo ${body.software}`],
    [t.rule, `${act.rule} v${act.version} · ${act.place} · ${body.models.map(modelText).join(', ')}`],
    [t.reviewer, decision ? `${decision.by}, ${localText(decision.at)}: ${decision.outcome}` : t.missing],
  ];
}

function lawRows(law: Law): [string, string][] {
  return [
    [t.fine, fineText(law)],
    ...(law.licencePoints > 0 ? [[t.points, String(law.licencePoints)] as [string, string]] : []),
    [t.limitation, localText(law.limitationEnd)],
  ];
}

function modelText({ name, version, sha256 }: EvidenceBody['models'][number]): string {
  return `${name} ${version} ${sha256.slice(0, 8)}`;
}
