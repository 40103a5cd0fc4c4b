// What a journalist does: builds a report, freezes it, opens it in other programs, proves it, and sees what it does not say.
import { readFileSync } from 'node:fs';

import { expect, test } from './world';

const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

const WORDS = {
  en: { make: 'Show the report', adds: 'adds up', prefix: '/en', check: 'Check in this browser', stands: /As claimed/, sums: 'on this page are those that follow', holds: /^As claimed/, fails: /^Not as claimed/, wrong: /must be a day of the calendar/ },
  zh: { make: '生成报告', adds: '相符', prefix: '/zh', check: '在本浏览器中核对', stands: /与所声称的一致/, sums: '均与由记录推导的一致', holds: /^与所声称的一致/, fails: /^与所声称的不符/, wrong: /日历/ },
} as const;

for (const lang of ['en', 'zh'] as const) {
  const says = WORDS[lang];

  test(`a report is built, frozen, kept and proved (${lang})`, async ({ page, request }, info) => {
    await page.goto(`${says.prefix}/reports`);
    const fund = await page.locator('#fund option').nth(1).getAttribute('value');
    await page.locator('#fund').selectOption(fund!);
    await page.locator('#name').fill('Flood 洪水');
    await page.getByRole('button', { name: says.make }).click();
    await expect(page.locator('#report')).toContainText(`✓ ${says.adds}`);
    await expect(page.locator('#report')).not.toContainText('✗');

    for (const form of ['HTML', 'XLSX', 'JSON', 'IATI 2.03']) {
      await expect(page.locator('#report').getByRole('link', { name: form, exact: true })).toBeVisible();
    }

    // The frozen copy: the same bytes each time, and a document that needs no script.
    const address = await page.locator('a.frozen').getAttribute('href');
    expect(address).toMatch(new RegExp(`${says.prefix}/reports/\\d+/report\\.html\\?fund=`));
    const path = new URL(address!, page.url()).pathname + new URL(address!, page.url()).search;
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
    await page.evaluate(axe);
    const violations = await page.evaluate(async () => {
      type Violation = { id: string; nodes: { html: string }[] };
      const { violations } = await (window as unknown as { axe: { run(): Promise<{ violations: Violation[] }> } }).axe.run();
      return violations.map((violation) => `${violation.id}: ${violation.nodes[0]?.html}`);
    });
    expect(violations).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
    await page.screenshot({ path: `../target/screenshots/report-${lang}-${info.project.name}.png`, fullPage: true });

    // The page that shows it checks itself, and a sum that is not what follows is found out.
    await page.goto(`${says.prefix}/reports?fund=${fund}&kind=goods_lost&name=Flood#report`);
    const own = await page.locator('#check .checking').getAttribute('data-bundle');
    if ((await request.get(own!)).status() === 200) {
      const verdict = page.locator('#check .verdict').first();
      await page.getByRole('button', { name: says.check }).click();
      await expect(verdict).toHaveText(says.stands);
      await expect(page.locator('#check .finding.fails')).toHaveCount(0);
      await expect(page.locator('#check')).toContainText(says.sums);
      const total = page.locator('tr[data-total]').first();
      await total.evaluate((row) => (row.dataset.total = row.dataset.total!.replace(/\d+$/, (closing) => String(Number(closing) + 1))));
      await page.getByRole('button', { name: says.check }).click();
      await expect(verdict).toHaveText(says.fails);
    }

    // Of a narrow question, so that a browser has it in a moment.
    const narrow = path.replace('report.html', 'report.bundle.json').replace('&name', '&kind=goods_lost&name');
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

  test(`a question that can't be answered says why (${lang})`, async ({ page }) => {
    const answer = await page.request.get(`${says.prefix}/reports?from=2026-02-30`);
    expect(answer.status()).toBe(422);
    expect(await answer.text()).toMatch(says.wrong);
  });
}
