// What a journalist does: builds a report, freezes it, opens it in other programs, proves it, and sees what it does not say.
import type { Page } from '@playwright/test';

import { withScripts } from './scripts';
import { AA, overflow, violations } from './sound';
import { expect, NEEDS_SCRIPT, test } from './world';

const WORDS = {
  en: { make: 'Show the report', adds: 'adds up', prefix: '/en', check: 'Check in this browser', stands: /As claimed/, sums: 'on this page are those that follow', holds: /^As claimed/, fails: /^Not as claimed/, wrong: /must be a day of the calendar/ },
  zh: { make: '生成报告', adds: '相符', prefix: '/zh', check: '在本浏览器中核对', stands: /与所声称的一致/, sums: '均与由记录推导的一致', holds: /^与所声称的一致/, fails: /^与所声称的不符/, wrong: /日历/ },
} as const;

type Lang = keyof typeof WORDS;

/** Asks for the report of a fund, as a reader does. */
async function build(page: Page, lang: Lang): Promise<void> {
  const says = WORDS[lang];
  await page.goto(`${says.prefix}/reports`);
  const fund = await page.locator('#fund option').nth(1).getAttribute('value');
  await page.locator('#fund').selectOption(fund!);
  await page.locator('#name').fill('Flood 洪水');
  await page.getByRole('button', { name: says.make }).click();
}

/** The address of the frozen copy of the report that is shown. */
async function frozen(page: Page, lang: Lang): Promise<string> {
  const address = await page.locator('a.frozen').getAttribute('href');
  expect(address).toMatch(new RegExp(`${WORDS[lang].prefix}/reports/\\d+/report\\.html\\?fund=`));
  const url = new URL(address!, page.url());
  return url.pathname + url.search;
}

test('a report is built, frozen and kept', async ({ page, request, lang, javaScriptEnabled }, info) => {
  const says = WORDS[lang];
  await build(page, lang);
  await expect(page.locator('#report')).toContainText(`✓ ${says.adds}`);
  await expect(page.locator('#report')).not.toContainText('✗');

  for (const form of ['HTML', 'XLSX', 'JSON', 'IATI 2.03']) {
    await expect(page.locator('#report').getByRole('link', { name: form, exact: true })).toBeVisible();
  }

  // The frozen copy: the same bytes each time, and a document that needs no script.
  const path = await frozen(page, lang);
  const first = await request.get(path);
  const again = await request.get(path);
  expect(first.headers()['repr-digest']).toBe(again.headers()['repr-digest']);
  expect(Buffer.compare(await first.body(), await again.body())).toBe(0);
  await page.goto(path);
  await expect(page.locator('h1')).toHaveText('Flood 洪水');
  await expect(page.locator('.citation')).toContainText(/[0-9a-f]{64}/);
  // Pictures in the form that fits, and long tables folded until somebody opens or prints them.
  await expect(page.locator('figure.drawn svg:visible').first()).toBeVisible();
  const shown = page.viewportSize()!.width > 640 ? '.broad' : '.slim';
  expect(await page.locator(`figure.drawn ${shown} svg:visible`).count()).toBe(await page.locator('figure.drawn').count());
  const folded = page.locator('details.fold:not([open])').first();
  await expect(folded.locator('table')).toBeHidden();
  await page.emulateMedia({ media: 'print' });
  await expect(folded.locator('table')).toBeVisible();
  await page.emulateMedia({ media: null });
  await folded.locator('summary').click();
  await expect(page.locator('details.fold[open] table').first()).toBeVisible();
  const found = await withScripts(page, javaScriptEnabled, () => violations(page, javaScriptEnabled ? {} : AA));
  expect(found).toEqual([]);
  expect(await overflow(page)).toBeLessThanOrEqual(0);
  await page.screenshot({ path: `../target/screenshots/report-${info.project.name}.png`, fullPage: true });
});

test('a report is proved in the browser', async ({ page, request, lang, javaScriptEnabled }) => {
  test.skip(!javaScriptEnabled, NEEDS_SCRIPT);
  const says = WORDS[lang];
  await build(page, lang);
  // Of a narrow question, so that a browser has it in a moment.
  const narrow = (await frozen(page, lang)).replace('report.html', 'report.bundle.json').replace('&name', '&kind=goods_lost&name');
  const bundle = await request.get(narrow);
  if (bundle.status() !== 200) return;
  const bytes = await bundle.body();
  await page.goto(`${says.prefix}/verify`);
  await expect(page.locator('.files.awake')).toBeVisible();
  await page.locator('#files').setInputFiles([{ name: 'report.bundle.json', mimeType: 'application/json', buffer: bytes }]);
  await expect(page.locator('.checking .verdict').first()).toHaveText(says.holds);
  await expect(page.locator('.finding.fails')).toHaveCount(0);
  const changed = Buffer.from(bytes.toString().replace('\\"at\\":\\"20', '\\"at\\":\\"21'));
  const named = JSON.parse(bytes.toString()).indices[0];
  await page.goto(`${says.prefix}/verify`);
  await expect(page.locator('.files.awake')).toBeVisible();
  await page.locator('#files').setInputFiles([{ name: 'report.bundle.json', mimeType: 'application/json', buffer: changed }]);
  await expect(page.locator('.checking .verdict').first()).toHaveText(says.fails);
  await expect(page.locator('.checking .verdict').first()).toContainText(String(named));
});

test('the page that shows a report checks it', async ({ page, request, lang, javaScriptEnabled }) => {
  test.skip(!javaScriptEnabled, NEEDS_SCRIPT);
  const says = WORDS[lang];
  await page.goto(`${says.prefix}/reports`);
  const fund = await page.locator('#fund option').nth(1).getAttribute('value');
  await page.goto(`${says.prefix}/reports?fund=${fund}&kind=goods_lost&name=Flood#report`);
  const own = await page.locator('#check .checking').getAttribute('data-bundle');
  test.skip((await request.get(own!)).status() !== 200, 'a log that is not signed has no bundle');
  const verdict = page.locator('#check .verdict').first();
  await page.getByRole('button', { name: says.check }).click();
  await expect(verdict).toHaveText(says.stands);
  await expect(page.locator('#check .finding.fails')).toHaveCount(0);
  await expect(page.locator('#check')).toContainText(says.sums);
  // A sum that is not what follows is found out.
  const total = page.locator('tr[data-total]').first();
  await total.evaluate((row) => (row.dataset.total = row.dataset.total!.replace(/\d+$/, (closing) => String(Number(closing) + 1))));
  await page.getByRole('button', { name: says.check }).click();
  await expect(verdict).toHaveText(says.fails);
});

test("a question that can't be answered says why", async ({ page, lang }) => {
  const says = WORDS[lang];
  const answer = await page.request.get(`${says.prefix}/reports?from=2026-02-30`);
  expect(answer.status()).toBe(422);
  expect(await answer.text()).toMatch(says.wrong);
});
