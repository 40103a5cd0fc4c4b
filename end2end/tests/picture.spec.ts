// Pictures: what they say to a pointer, a finger, a keyboard, and what they give to keep.
import { codes, expect, firstFund, NEEDS_SCRIPT, test } from './world';

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
  await twin.evaluate((details: HTMLDetailsElement) => (details.open = false));
  await page.locator(`${DRAWING}.flow a.part[href="#flow-table"]`).first().focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/#flow-table$/);
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
