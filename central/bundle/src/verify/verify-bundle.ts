import type { KeyObject } from 'node:crypto';
import { bundleInput, bundlePaths, canonicalJson, sealInput } from '@vamco/contracts';
import type { BundleSource } from '../container/bundle-source.ts';
import { fingerprint, isSigned, readPublicKey, sha256 } from '../seal/signing.ts';
import { checkChain, checkCheckpoint } from './check-chain.ts';
import { checkClip } from './check-clip.ts';
import { checkListed, checkSealed } from './check-files.ts';
import { checkRecord } from './check-record.ts';
import { readDocuments, type Documents } from './read-documents.ts';
import { Checks, type Report } from './report.ts';

const MAX_KEY = 1024;

/**
 * Checks everything that can be checked of a bundle offline. With no key that is known to be right (`trusted`), it can
 * say that nothing was changed since it was signed, but not who signed: the report says so.
 */
export function verifyBundle(source: BundleSource, trusted: readonly KeyObject[]): Report {
  const checks = new Checks();
  checks.passed('container', `${source.paths.length} files, nothing between or behind them`);
  const documents = readDocuments(source, checks);
  const report = { manifest: null, boxKey: null, exporterKey: null };
  if (!documents) return { ok: false, checks: checks.list, ...report };
  const keys = readKeys(source, documents, checks);
  if (!keys) return { ok: false, checks: checks.list, ...report };
  const { index, manifest, chain, clip, record } = documents;

  const { sig, ...unsigned } = index;
  if (isSigned(bundleInput(unsigned), sig, keys.exporter))
    checks.passed('index', `made by ${index.exporter} (${index.by}) on ${index.at}`);
  else checks.failed('index', bundlePaths.index, 'is not signed by who made the bundle');
  const manifestHash = source.sha256(bundlePaths.manifest) ?? '';
  if (index.manifest !== manifestHash)
    checks.failed('index', `${bundlePaths.index} manifest`, 'names another manifest');
  checkListed(source, index, checks);
  checkSeal(documents, keys.box, checks);
  const clipFile = clip && 'file' in clip.body.clip ? [clip.body.clip.file] : [];
  checkSealed(source, [...manifest.body.files, ...clipFile], index, checks);
  checkChain(chain, manifest.seal, keys.box, checks);
  checkCheckpoint(chain, keys.exporter, checks);
  checkClip(clip, manifest, manifestHash, { chain, boxKey: keys.box }, checks);
  checkRecord(record, manifest, manifestHash, keys.box, checks);
  checkTrust(keys, trusted, checks);
  const found = { boxKey: fingerprint(keys.box), exporterKey: fingerprint(keys.exporter) };
  return { ok: checks.ok, checks: checks.list, manifest: manifestHash, ...found };
}

interface Keys {
  box: KeyObject;
  exporter: KeyObject;
}

function readKeys(source: BundleSource, { index }: Documents, checks: Checks): Keys | undefined {
  const [box, exporter] = [bundlePaths.boxKey, bundlePaths.exporterKey].map((path) => {
    const key = readPublicKey(source.read(path, MAX_KEY)?.toString() ?? '');
    if (!key) checks.failed('box-key', path, 'is not an Ed25519 key');
    return key;
  });
  if (!box || !exporter) return undefined;
  if (index.boxKey !== fingerprint(box))
    checks.failed(
      'box-key',
      bundlePaths.boxKey,
      'is not the key that the bundle names: it is of another box',
    );
  else if (index.by === 'box' && fingerprint(exporter) !== index.boxKey)
    checks.failed('box-key', bundlePaths.exporterKey, 'is not the box’s, though the box made this bundle');
  else checks.passed('box-key', `the box’s key is ${index.boxKey}`);
  return { box, exporter };
}

function checkSeal({ manifest: { seal, body } }: Documents, boxKey: KeyObject, checks: Checks): void {
  const { sig, ...unsigned } = seal;
  if (sha256(canonicalJson(body)) !== seal.body)
    checks.failed('seal', `${bundlePaths.manifest} body`, 'was changed since it was sealed');
  else if (!isSigned(sealInput(unsigned), sig, boxKey))
    checks.failed('seal', `${bundlePaths.manifest} seal`, 'is not signed by the box');
  else checks.passed('seal', `sealed by ${seal.box} as number ${seal.seq} on ${seal.at}`);
}

/** A key given from outside decides; the centre that is trusted may vouch for the box’s. */
function checkTrust({ box, exporter }: Keys, trusted: readonly KeyObject[], checks: Checks): void {
  const known = new Set(trusted.map(fingerprint));
  if (known.size === 0)
    checks.open(
      'trust',
      `whose keys these are was not checked: give --key FILE, or compare ${fingerprint(exporter)} with the dossier`,
    );
  else if (known.has(fingerprint(exporter))) checks.passed('trust', 'made with a key that you trust');
  else if (known.has(fingerprint(box)))
    checks.failed('trust', bundlePaths.exporterKey, 'the box is known, but not who made this bundle');
  else checks.failed('trust', bundlePaths.exporterKey, 'is not a key that you trust: another box or centre');
}
