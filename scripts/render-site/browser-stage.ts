import { existsSync } from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright-core';
import { build } from 'vite';
import type { Site } from './site.ts';
import type { ActorState } from './traffic.ts';

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
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: flags });
    const page = await browser.newPage();
    await page.setContent('<!doctype html><title>VamCo</title>');
    await page.addScriptTag({ content: script });
    return new BrowserStage(browser, page);
  }

  async show(site: Site): Promise<void> {
    await this.#page.evaluate((s) => {
      window.openStage(s);
    }, site);
  }

  /** One frame as JPEG bytes. */
  async draw(actors: ActorState[]): Promise<Buffer> {
    const url = await this.#page.evaluate((a) => window.draw(a), actors);
    return Buffer.from(url.slice(url.indexOf(',') + 1), 'base64');
  }

  async close(): Promise<void> {
    await this.#browser.close();
  }
}

async function bundle(): Promise<string> {
  const entry = new URL('page/page.ts', import.meta.url).pathname;
  const output = await build({
    configFile: false,
    logLevel: 'error',
    build: { write: false, minify: true, lib: { entry, formats: ['iife'], name: 'site' } },
  });
  const first = Array.isArray(output) ? output[0] : output;
  if (first === undefined || !('output' in first)) throw new Error('the page could not be bundled');
  return first.output[0].code;
}
