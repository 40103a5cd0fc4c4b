// How soon the fund page has painted its largest part, on a processor four times slower: prints the figure.
//   BASE_URL=http://127.0.0.1:3000 node end2end/paint.mjs
// Each look is a new browser context, so that nothing is kept from the one before.
import { chromium } from '@playwright/test';

const LOOKS = 7;
const SLOWDOWN = 4;
const base = process.env.BASE_URL ?? 'http://127.0.0.1:3000';

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
});

/** The first fund of the list. */
async function firstFund() {
  const page = await browser.newPage();
  await page.goto(`${base}/en/funds`);
  const href = await page.locator('main a[href*="/funds/"]').first().getAttribute('href');
  await page.close();
  return new URL(href, base).href;
}

/** Milliseconds from the click to the largest paint, and to the first. */
async function paints(address, viewport) {
  const context = await browser.newContext({ viewport });
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN });
  await page.goto(address, { waitUntil: 'load' });
  const paint = await page.evaluate(
    () =>
      new Promise((resolve) => {
        new PerformanceObserver((list) => {
          const largest = list.getEntries().at(-1);
          const first = performance.getEntriesByName('first-contentful-paint')[0];
          resolve({ largest: largest.startTime, first: first?.startTime ?? 0, what: largest.element?.tagName });
        }).observe({ type: 'largest-contentful-paint', buffered: true });
      }),
  );
  await context.close();
  return paint;
}

const address = await firstFund();
for (const viewport of [
  { width: 360, height: 740 },
  { width: 1280, height: 900 },
]) {
  const looks = [];
  for (let look = 0; look < LOOKS; look += 1) {
    looks.push(await paints(address, viewport));
  }
  looks.sort((one, other) => one.largest - other.largest);
  const middle = looks[(LOOKS - 1) / 2];
  const worst = looks[LOOKS - 1];
  console.log(
    `${address} at ${viewport.width}: largest paint (${middle.what}) median ${middle.largest.toFixed(0)} ms, ` +
      `worst of ${LOOKS} ${worst.largest.toFixed(0)} ms; first paint ${middle.first.toFixed(0)} ms; processor ${SLOWDOWN} x slower`,
  );
}
await browser.close();
