// The walks that the site is made for: a donor's, a visitor's, one by keyboard alone; and that pages say what the open
// interface says. They run twice: at a server, and at a mirror of it once that server was stopped (xtask/src/browser_tests.rs).
import { codes, expect, firstFund, firstLink, test } from './world';

test('a donor goes from the code to the trace and on to an entry', async ({ page, lang }) => {
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

test('a visitor goes from the first page to a fund, its picture, its table and the entries behind a figure', async ({ page, lang }) => {
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

// That it reaches all there is on each page, `every-page` asks.
test('the keyboard alone leads from the first page to a gift', async ({ page, lang }) => {
  await page.goto(`/${lang}/`);
  await page.keyboard.press('Tab');
  await expect(page.locator('a.skip')).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('main').getByRole('textbox')).toBeFocused();
  await page.keyboard.type(codes[0]);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`/${lang}/gifts/${codes[0]}$`));
});
