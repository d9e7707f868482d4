import { readFileSync } from 'node:fs';
import { BundleError, readPublicKey, verifyPath, type Check } from '@vamco/bundle';
import { Command } from 'commander';
import { AgentError } from '../base/errors.ts';
import { printJson, printLine } from './print.ts';

/** `vamco verify BUNDLE`: everything that can be checked of a sealed case without any network; exit 0 or 1. */
export function verifyCommand(): Command {
  return new Command('verify')
    .description('check a sealed case offline: a bundle (zip) or the folder it was unpacked to')
    .argument('<bundle>', 'zip file or folder')
    .option('--key <file...>', 'public keys (PEM) that you know to be right: of the centre, or of the box')
    .option('--json', 'the report as one JSON line')
    .action((bundle: string, options: { key?: string[]; json?: boolean }) => {
      const report = verify(bundle, (options.key ?? []).map(readKey));
      if (options.json) printJson({ bundle, ...report });
      else {
        for (const check of report.checks) printLine(inWords(check));
        if (report.manifest !== null) printLine(`manifest ${report.manifest} (the QR code on the sheet)`);
        printLine(report.ok ? `${bundle}: INTACT` : `${bundle}: NOT INTACT`);
      }
      if (!report.ok) process.exitCode = 1;
    });
}

function verify(bundle: string, trusted: Parameters<typeof verifyPath>[1]) {
  try {
    return verifyPath(bundle, trusted);
  } catch (cause) {
    throw cause instanceof BundleError ? new AgentError('BAD_ARGUMENT', cause.message, { cause }) : cause;
  }
}

function readKey(file: string) {
  const key = readPublicKey(readText(file));
  if (!key) throw new AgentError('BAD_ARGUMENT', `${file} is not an Ed25519 public key (PEM)`);
  return key;
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new AgentError('BAD_ARGUMENT', `${file} cannot be read`, { cause });
  }
}

function inWords({ id, passed, where, text }: Check): string {
  const verdict = passed === null ? 'not checked' : passed ? 'ok' : 'FAILED';
  return `${verdict.padEnd(11)} ${id.padEnd(12)} ${where === undefined ? '' : `${where} `}${text}`;
}
