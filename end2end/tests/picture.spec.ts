// Pictures: what they say to a pointer, a finger, a keyboard, and what they give to keep.
import { allLinks, codes, expect, firstFund, NEEDS_SCRIPT, test } from './world';

/** The drawing that this width shows. */
const DRAWING = 'main figure.picture svg.drawing:visible';

test.beforeEach(async ({ page, lang }) => {
  await page.goto(await firstFund(page, lang));
});

test('one drawing of each picture is shown, and has a title and a description', async ({ page }) => {
  const figures = page.locator('main figure.picture');
  expect(await figures.count()).toBeGreaterThan(0);
  for (const figure of await figures.all()) {
    const drawing = figure.locator('svg.drawing:visible');
    await expect(drawing).toHaveCount(1);
    await expect(drawing.locator('> title')).not.toBeEmpty();
    await expect(drawing.locator('> desc')).not.toBeEmpty();
  }
});

test('a station of the flow says what it is at the focus, and stops saying so', async ({ page, javaScriptEnabled }) => {
  test.skip(!javaScriptEnabled, NEEDS_SCRIPT);
  const station = page.locator(`${DRAWING}.flow a.part`).first();
  const detail = page.locator('.detail');
  await expect(detail).toBeAttached();
  await station.focus();
  await expect(detail).toBeVisible();
  await expect(detail).toHaveText((await station.getAttribute('data-says')) ?? 'nothing');
  await page.keyboard.press('Escape');
  await expect(detail).toBeHidden();
});

test('a ribbon says how much it carries under the pointer', async ({ page, javaScriptEnabled }) => {
  test.skip(!javaScriptEnabled, NEEDS_SCRIPT);
  const ribbon = page.locator(`${DRAWING}.flow .ribbon`).first();
  await expect(page.locator('.detail')).toBeAttached();
  await ribbon.dispatchEvent('pointermove', { bubbles: true, clientX: 60, clientY: 60 });
  await expect(page.locator('.detail')).toContainText(/→.*\d/);
});

test('what was folded together leads to the whole table', async ({ page }) => {
  const twin = page.locator('#flow-table');
  const folded = page.locator(`${DRAWING}.flow a.part[href="#flow-table"]`);
  // Not every fund buys so many goods that some are folded; the demo has one that does.
  await page.goto('/en/funds');
  for (const path of await allLinks(page, /^\/en\/funds\/[^/]+$/)) {
    await page.goto(path);
    if ((await folded.count()) > 0) {
      break;
    }
  }
  await twin.evaluate((details: HTMLDetailsElement) => (details.open = false));
  await folded.first().focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/#flow-table$/);
});

test('the flow leads from gifts through a project and its goods to what became of them', async ({ page, lang }) => {
  await page.goto(`/${lang}/funds`);
  // The demo's largest funds have projects; one without has no column for them.
  const heads = page.locator(`${DRAWING}.flow text.head`);
  const columns: string[][] = [];
  for (const path of await allLinks(page, new RegExp(`^/${lang}/funds/[^/]+$`))) {
    await page.goto(path);
    const drawn = await heads.allTextContents();
    const table = await page.locator('#flow-table thead th').allTextContents();
    expect(table.slice(0, drawn.length).map((head) => head.trim())).toEqual(drawn);
    columns.push(drawn);
    const project = page.locator(`${DRAWING}.flow a.part[href*="/projects/"]`);
    expect(drawn).toHaveLength((await project.count()) > 0 ? 4 : 3);
    // What the table says is what came in, to the cent.
    const cents = (texts: string[]) => texts.reduce((sum, text) => sum + Math.round(Number(text.replace(/[^\d.]/g, '')) * 100), 0);
    const came = await page.locator(`${DRAWING}.flow .part:has(rect[x="0"]) .amount`).allTextContents();
    const rows = await page.locator('#flow-table tbody td.number').allTextContents();
    if (page.viewportSize()!.width > 704) {
      expect(cents(rows)).toBe(cents(came));
    }
  }
  const heads_of = { en: ['From', 'Project', 'Goods or money', 'What became of it'], zh: ['来自', '项目', '物资或资金', '去向'] };
  expect(columns).toContainEqual(heads_of[lang as 'en' | 'zh']);
});

test('both files of a picture have one name, whatever the language', async ({ page, lang }) => {
  await page.goto(`/${lang}/gifts/${codes[0]}`);
  const keep = page.locator('main .keep').first();
  for (const form of ['svg', 'png']) {
    const link = keep.locator(`a[href$=".${form}"]`);
    await expect(link).toHaveAttribute('download', `gifts-${codes[0]}-path.${form}`);
    const [file] = await Promise.all([page.waitForEvent('download'), link.click()]);
    expect(file.suggestedFilename()).toBe(`gifts-${codes[0]}-path.${form}`);
  }
});

test('a table that is here whole is sorted by its amounts', async ({ page, javaScriptEnabled }) => {
  test.skip(!javaScriptEnabled, NEEDS_SCRIPT);
  const table = page.locator('#flow-table table');
  const amounts = () =>
    table.locator('tbody td.number').evaluateAll((cells) => cells.map((cell) => Number((cell.textContent ?? '').replace(/[^\d.]/g, ''))));
  await table.locator('thead th.number button').click();
  const down = await amounts();
  expect(down.length).toBeGreaterThan(1);
  expect(down).toEqual([...down].sort((a, b) => b - a));
  await table.locator('thead th.number button').click();
  expect(await amounts()).toEqual(down.reverse());
  await expect(table.locator('thead th.number')).toHaveAttribute('aria-sort', 'ascending');
});

test('every part of a picture still says what it is', async ({ page, lang, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled, 'a script takes the titles away and says them itself');
  const parts = page.locator(`${DRAWING} .part`);
  expect(await parts.count()).toBeGreaterThan(1);
  expect(await parts.locator('> title').count()).toBe(await parts.count());
  await page.goto(`/${lang}/gifts/${codes[0]}`);
  await expect(page.locator('main figure.picture svg.drawing:visible > title')).not.toBeEmpty();
});

test('each picture is kept as SVG and as PNG by links of the page', async ({ page, request, javaScriptEnabled }) => {
  for (const figure of await page.locator('main figure.picture').all()) {
    for (const [form, type] of [['svg', 'image/svg+xml'], ['png', 'image/png']]) {
      const link = figure.locator(`.keep a[href$=".${form}"]`);
      await expect(link).toBeVisible();
      const answer = await request.get((await link.getAttribute('href')) ?? '');
      expect(answer.status()).toBe(200);
      expect(answer.headers()['content-type']).toContain(type);
    }
  }
});
