import { execFileSync, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ClipBox } from '../support/clip-box.ts';
import { enrol, kill, root, startCentral, type CentralReady } from '../support/programs.ts';
import { SignedBox } from '../support/signed-box.ts';

const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

describe('an officer reviews a case', () => {
  const data = mkdtempSync(join(tmpdir(), 'vamco-e2e-'));
  const box = new SignedBox('box-01', data);
  const clipBox = new ClipBox('box-02', join(data, 'box-02'));
  const complaints: string[] = [];
  let streams = 0;
  let child: ChildProcess;
  let ready: CentralReady;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    // The page as it ships: vitest's own NODE_ENV would make a development build.
    const built = spawnSync('npx', ['vite', 'build'], {
      cwd: join(root, 'central/web'),
      encoding: 'utf8',
      env: { ...process.env, NODE_ENV: 'production' },
    });
    if (built.status !== 0) throw new Error(built.stderr);
    ({ child, ready } = await startCentral(join(data, 'central'), ['--port', '0', '--mqtt-port', '0']));
    for (const one of [box, clipBox]) enrol(join(data, 'central'), one.id, one.publicKeyFile);
    await box.connect(ready.mqttPort);
    browser = await chromium.launch({ executablePath, args });
    page = await browser.newPage({ viewport: { width: 1280, height: 720 }, locale: 'vi-VN' });
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('request', (request) => {
      if (request.url().endsWith('/api/stream')) streams += 1;
    });
    page.on('pageerror', (error) => complaints.push(error.message));
  }, 120_000);

  afterAll(async () => {
    await browser.close();
    await box.close();
    await clipBox.stop();
    await kill(child, 'SIGTERM');
  });

  test('a wrong password is refused in plain words', async () => {
    await page.goto(ready.url);
    await page.fill('[name=username]', 'admin');
    await page.fill('[name=password]', 'not-the-password');
    await page.click('button[type=submit]');
    await page.getByText('Sai tên đăng nhập hoặc mật khẩu.').waitFor();
    complaints.length = 0; // the browser logs the 401 it was right to get
  });

  test('the one-time password lets the first admin in', async () => {
    await page.fill('[name=password]', ready.adminPassword);
    await page.click('button[type=submit]');
    await page.getByText('Chưa có sự kiện nào ở mục này.').waitFor();
    await page.getByText('Bạn đang dùng mật khẩu cấp một lần').waitFor();
  });

  test('a new case appears by itself, with its picture', async () => {
    await sendViolation(box, ready.url);
    await page.getByText('Đi ngược chiều').waitFor();
    await page.locator('.row .plate', { hasText: '51-E3 676.03' }).waitFor();
    await page.locator('.row img').waitFor();
    await page.waitForFunction(
      () => document.querySelector<HTMLImageElement>('.row img')?.naturalWidth === 640,
    );
  });

  test('it is opened, rejected with a reason by keyboard, and the decision carries the name', async () => {
    await page.locator('.row.chosen').waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Đi ngược chiều' }).waitFor();
    await page.getByText('Ngã tư 30/4').waitFor();
    await page.locator('.facts').getByText('51-E3 676.03 · 97 % · nền trắng').waitFor();
    await page
      .locator('.facts')
      .getByText('2 người (91 %) · người lái: có mũ bảo hiểm (97 %) · người ngồi sau: không rõ mũ')
      .waitFor();
    for (const picture of ['1', '2', '3', '4', '5']) await page.keyboard.press(picture);
    await page.locator('.stage', { hasText: 'Biển số' }).waitFor();
    await page.keyboard.press('r');
    await page.locator('.decide input:focus').waitFor();
    await page.keyboard.press('4');
    await page.keyboard.press('Enter');
    await page.locator('.decisions').getByText('Có người điều khiển giao thông').waitFor();
    await page.locator('.decisions').getByText('Quản trị viên').waitFor();
  });

  test('after a reload the decision is still there', async () => {
    streams = 0;
    await page.reload();
    await page.locator('.decisions').getByText('Có người điều khiển giao thông').waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('Chưa có sự kiện nào ở mục này.').waitFor();
  });

  test('after a decision the next pending case opens by itself, until none is left', async () => {
    await sendViolation(box, ready.url, 'Cầu Bến Lức');
    await page.locator('.row.chosen', { hasText: 'Cầu Bến Lức' }).waitFor();
    await sendViolation(box, ready.url, 'Quốc lộ 22B');
    await page.locator('.row img').nth(1).waitFor();
    // The choice stays on the case that was there first; keys may come faster than pictures are drawn.
    await page.locator('.row.chosen', { hasText: 'Cầu Bến Lức' }).waitFor();
    for (const key of ['k', 'j', 'k', 'Enter']) await page.keyboard.press(key);
    await page.locator('.facts').getByText('Quốc lộ 22B').waitFor();
    const whole = '0 0 640 360';
    await page.locator(`.stage svg[viewBox="${whole}"]`).waitFor();
    await page.keyboard.press('z');
    await page.locator(`.stage svg:not([viewBox="${whole}"])`).waitFor();
    await page.keyboard.press('b');
    await page.locator('.stage rect').first().waitFor({ state: 'detached' });
    await page.keyboard.press('c');
    await page.locator('.decide input:focus').waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.facts').getByText('Cầu Bến Lức').waitFor();
    await page.getByRole('status').getByText('Đã xác nhận').waitFor();
    await page.keyboard.press('u');
    await page.locator('.decide input:focus').waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.decisions').getByText('Ảnh không đủ rõ').waitFor();
  });

  test('a clip that stays on its box is asked for by one key; the page tells what happens by itself, and plays it', async () => {
    const { mqttPort, url: media } = ready;
    clipBox.start({ mqttPort, media });
    const { id } = await clipBox.aCase(aFilm(data));
    await expect.poll(() => clipBox.waiting, { timeout: 20_000 }).toBe(0);
    await clipBox.stop();
    await page.goto(`${ready.url}/#/case/${id}`);
    const place = page.locator('.clip-place');
    await place.getByText('Đoạn phim đang ở hộp biên, chưa gửi về trung tâm.').waitFor();
    await page.keyboard.press('v');
    await place.getByText('Đã yêu cầu. Hộp biên đang mất kết nối').waitFor();
    await place.getByText('Người yêu cầu: Quản trị viên').waitFor();
    clipBox.start({ mqttPort, media: 'http://127.0.0.1:9' });
    await place.getByText('Hộp biên đã nhận yêu cầu, đoạn phim đang được gửi về.').waitFor();
    await clipBox.stop();
    await place.getByText('Hộp biên đã nhận yêu cầu nhưng đang mất kết nối').waitFor();
    clipBox.start({ mqttPort, media });
    await page.locator('.clip video').waitFor();
    await page.keyboard.press('v');
    await page.waitForFunction(() => (document.querySelector('video')?.currentTime ?? 0) > 0.3);
    await page.keyboard.press('v');
    await page.waitForFunction(() => document.querySelector('video')?.paused);
    await page.keyboard.press('c');
    await page.locator('.decide input:focus').waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.decisions').getByText('Vi phạm rõ ràng').waitFor();
  });

  test('the page holds one event stream, however much it shows', async () => {
    expect(streams).toBe(1);
    for (const [width, height] of [
      [1280, 720],
      [390, 844],
    ] as const) {
      await page.setViewportSize({ width, height });
      const scrolled = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(scrolled, `${width} px wide`).toBe(width);
    }
    await page.setViewportSize({ width: 1280, height: 720 });
  });

  test('a session that ended leads back to the sign-in page', async () => {
    expect(complaints).toEqual([]);
    const cookies = await page.context().cookies();
    await page.context().clearCookies();
    await page.keyboard.press('Escape');
    await page.locator('[name=username]').waitFor();
    await page.context().addCookies(cookies);
    await page.reload();
    await page.getByText('Chưa có sự kiện nào ở mục này.').waitFor();
    complaints.length = 0; // the 401 of the ended session
  });

  test('a technician’s question is answered: which boxes are there', async () => {
    await page.getByRole('link', { name: 'Hộp biên' }).click();
    await page.getByRole('heading', { name: 'box-01' }).waitFor();
    await page.goBack();
    await page.getByRole('button', { name: 'Chờ duyệt' }).waitFor();
  });

  test('the page speaks English too, and nothing went wrong in the browser', async () => {
    await page.getByRole('button', { name: 'EN', exact: true }).click();
    await page.getByRole('button', { name: 'Rejected' }).click();
    await page.getByText('Wrong way').waitFor();
    expect(complaints).toEqual([]);
  });
});

/** A few seconds of the rendered street. */
function aFilm(dir: string): Buffer {
  const file = join(dir, 'film.mp4');
  const street = join(root, 'tests/fixtures/rendered/demo.mp4');
  execFileSync('ffmpeg', ['-v', 'error', '-i', street, '-t', '3', '-an', '-c:v', 'copy', '-y', file]);
  return readFileSync(file);
}

async function sendViolation(box: SignedBox, url: string, place = 'Ngã tư 30/4'): Promise<void> {
  const shades = ['#345', '#456', '#567', '#678', '#789'];
  const pictures = await Promise.all(
    shades.map((background) =>
      sharp({ create: { width: 640, height: 360, channels: 3, background } })
        .jpeg()
        .toBuffer(),
    ),
  );
  const uploaded = [];
  for (const picture of pictures) uploaded.push(await box.upload(url, Buffer.from(picture)));
  const [before, at, after, overlay, crop] = uploaded;
  const still = (role: string, atMs: number, media: unknown) => ({
    role,
    atMs,
    box: [0.4, 0.4, 0.1, 0.2],
    media,
  });
  const track = { run: '0a1b2c3d', id: (lastTrack += 1) };
  const event = box.event('violation.detected.v1', {
    camera: 'cam-01',
    place: { name: place },
    track,
    class: 'motorbike',
    score: 0.83,
    rule: { id: 'wrong-way', version: 1 },
    zone: 'lane-away',
    began: new Date().toISOString(),
    stills: [still('before', -900, before), still('at', 0, at), still('after', 400, after)],
    overlay,
    riders: {
      ...{ count: 2, confidence: 0.91, looks: 5 },
      heads: [
        { helmet: 'yes', confidence: 0.97 },
        { helmet: 'unknown', confidence: 0.6 },
      ],
    },
    model: 'road-user-detector 0.1.0 00000000',
  });
  await box.publish('violation.detected.v1', event);
  const plate = {
    ...{ text: '51E367603', display: '51-E3 676.03', family: 'moto5', raw: '51E367603' },
    ...{ confidence: 0.974, layout: 'two-line', colour: 'white', looks: 4 },
    crop: { atMs: -300, media: crop },
    model: 'plate-reader 0.1.0 00000000',
  };
  const read = { camera: 'cam-01', track, class: 'motorbike', plate };
  await box.publish('plate.read.v1', box.event('plate.read.v1', read));
}

let lastTrack = 6;
