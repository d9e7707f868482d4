import { existsSync, readFileSync } from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright-core';
import { build } from 'vite';
import type { StageOrder } from '../page/page.ts';
import type { WorldState } from '../world/actor.ts';
import { atlasFile, atlasSize } from '../world/plates.ts';

const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const flags = [
  '--no-sandbox',
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** A page in headless chromium that draws sites with three.js, in software where there is no GPU. */
export class BrowserStage {
  readonly #browser: Browser;
  readonly #page: Page;

  private constructor(browser: Browser, page: Page) {
    this.#browser = browser;
    this.#page = page;
  }

  /** Throws one plain sentence when chromium is missing or cannot draw. */
  static async open(): Promise<BrowserStage> {
    if (!existsSync(CHROMIUM)) {
      throw new Error(`no chromium at ${CHROMIUM}: type "sudo apt-get install -y chromium", or set CHROMIUM`);
    }
    const script = await bundle();
    // Who is interrupted tidies up first; playwright would end the process at once.
    const signals = { handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false };
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: flags, ...signals });
    const page = await browser.newPage();
    await page.setContent('<!doctype html><title>VamCo</title>');
    await page.addScriptTag({ content: script });
    return new BrowserStage(browser, page);
  }

  async show(order: Omit<StageOrder, 'atlas'>): Promise<void> {
    const url = `data:image/jpeg;base64,${readFileSync(atlasFile).toString('base64')}`;
    const whole: StageOrder = { ...order, atlas: { url, ...atlasSize } };
    await this.#page.evaluate((o) => window.openStage(o), whole);
  }

  /** One frame as JPEG bytes. */
  async draw(state: WorldState): Promise<Buffer> {
    const url = await this.#page.evaluate((now) => window.draw(now), state);
    return Buffer.from(url.slice(url.indexOf(',') + 1), 'base64');
  }

  async close(): Promise<void> {
    await this.#browser.close();
  }
}

async function bundle(): Promise<string> {
  const entry = new URL('../page/page.ts', import.meta.url).pathname;
  const output = await build({
    configFile: false,
    logLevel: 'error',
    build: { write: false, minify: true, lib: { entry, formats: ['iife'], name: 'site' } },
  });
  const first = Array.isArray(output) ? output[0] : output;
  if (first === undefined || !('output' in first)) throw new Error('the page could not be bundled');
  return first.output[0].code;
}
