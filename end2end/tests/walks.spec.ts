// The walks that the site is made for: a donor's, a visitor's, one by keyboard alone; and that pages say what the open
// interface says. They run twice: at a server, and at a mirror of it once that server was stopped (xtask/src/browser_tests.rs).
import { codes, expect, firstLink, test } from './world';

type Figure = { kind: string; amount: number };
type End = { kind: string; amount: number };

for (const javaScriptEnabled of [true, false]) {
  for (const lang of ['en', 'zh']) {
    test.describe(`${lang}, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, () => {
      test.use({ javaScriptEnabled });

      test('a donor goes from the code to the trace and on to an entry', async ({ page }) => {
        await page.goto(`/${lang}/`);
        const box = page.getByRole('main').getByRole('search');
        await box.getByRole('textbox').fill(codes[0]);
        await box.getByRole('button').click();
        await expect(page).toHaveURL(new RegExp(`/${lang}/gifts/${codes[0]}$`));
        await expect(page.locator('.answer')).toContainText(/\d/);
        const entry = page.locator('.end-path a').last();
        const seq = (await entry.textContent()) ?? '';
        await entry.click();
        await expect(page).toHaveURL(new RegExp(`/${lang}/entries/${seq.replace('#', '')}$`));
        await expect(page.getByRole('main')).toContainText(/[0-9a-f]{64}/);
      });

      test('a visitor goes from the first page to a fund, its picture, its table and the entries behind a figure', async ({
        page,
      }) => {
        await page.goto(`/${lang}/`);
        await page.goto(await firstLink(page, new RegExp(`^/${lang}/funds/[^/]+$`)));
        const picture = page.locator('figure.picture svg.drawing:visible').first();
        await expect(picture).toBeVisible();
        const rows = page.locator('#flow-table table tbody tr');
        expect(await rows.count()).toBeGreaterThan(1);
        const figure = page.locator('#figures a').first();
        const said = ((await figure.textContent()) ?? '').replace(/\s/g, '');
        expect(said).toMatch(/\d/);
        await figure.click();
        await expect(page).toHaveURL(/\/entries\?.*kind=received/);
        expect(await page.getByRole('main').getByRole('link', { name: /^#\d+$/ }).count()).toBeGreaterThan(0);
      });
    });
  }
}

test('the keyboard alone leads from the first page to a gift', async ({ page, isMobile }) => {
  test.skip(isMobile, 'a phone has no Tab key');
  await page.goto('/en/');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('main').getByRole('textbox')).toBeFocused();
  await page.keyboard.type(codes[0]);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`/gifts/${codes[0]}$`));
  const reached = new Set<string>();
  const links = await page.locator('main a[href]:visible').count();
  for (let step = 0; step < links + 60; step += 1) {
    await page.keyboard.press('Tab');
    reached.add(await page.evaluate(() => document.activeElement?.closest('main section')?.id ?? ''));
  }
  expect([...reached]).toContain('ends');
  expect([...reached]).toContain('about');
});

test('a fund shows the figures that the open interface gives', async ({ page, request }) => {
  await page.goto('/en/funds');
  const path = await firstLink(page, /^\/en\/funds\/[^/]+$/);
  await page.goto(path);
  const fund = (await (await request.get(path.replace('/en', '/api/v1'))).json()) as { figures: Figure[] };
  const sum = (...kinds: string[]) =>
    fund.figures.filter((figure) => kinds.includes(figure.kind)).reduce((total, figure) => total + figure.amount, 0);
  for (const [kind, expected] of [
    ['received', sum('received')],
    ['handed_out', sum('distributed', 'cash_distributed')],
    ['held', sum('in_stock', 'in_transit', 'at_supplier', 'unspent')],
    ['costs', sum('expense', 'fee')],
  ] as const) {
    const shown = (await page.locator(`#figures a[href$="kind=${kind}"]`).first().textContent()) ?? '';
    expect(Number(shown.replace(/\D/g, '')), kind).toBe(expected);
  }
});

test('a figure leads to entries that make the same sum together', async ({ page }) => {
  await page.goto('/en/funds');
  await page.goto(await firstLink(page, /^\/en\/funds\/[^/]+$/));
  const figures = await page
    .locator('#figures a')
    .evaluateAll((all) => all.map((link) => [link.getAttribute('href') ?? '', link.textContent ?? '']));
  expect(figures.length).toBeGreaterThan(4);
  for (const [href, text] of figures.filter(([, text]) => /[1-9]/.test(text))) {
    await page.goto(href);
    await expect(page.locator('.sum b'), href).toHaveText(text);
    await expect(page.locator('.entry').first()).toBeVisible();
  }
});

test('a gift shows the ends that the open interface gives', async ({ page, request }) => {
  const gift = (await (await request.get(`/api/v1/gifts/${codes[0]}`)).json()) as { ends: End[]; amount: number };
  await page.goto(`/en/gifts/${codes[0]}`);
  const rows = await page
    .locator('tr[data-kind][data-amount]')
    .evaluateAll((all) => all.map((row) => `${row.getAttribute('data-kind')} ${row.getAttribute('data-amount')}`));
  const sums = (list: [string, number][]) => {
    const totals = new Map<string, number>();
    list.forEach(([kind, amount]) => totals.set(kind, (totals.get(kind) ?? 0) + amount));
    return [...totals].sort();
  };
  const shown = rows.map((row) => row.split(' ')).map(([kind, amount]): [string, number] => [kind, Number(amount)]);
  expect(sums(shown)).toEqual(sums(gift.ends.map((end): [string, number] => [end.kind, end.amount])));
});
