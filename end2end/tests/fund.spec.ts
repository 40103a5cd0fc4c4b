import { expect, firstLink, test } from './world';

test('a fund has a picture with a title, and a table of the same', async ({ page }) => {
  await page.goto('/funds');
  await page.goto(await firstLink(page, /^\/funds\/[^/]+$/));
  const title = page.locator('main svg > title').first();
  await expect(title).not.toBeEmpty();
  const name = (await title.textContent()) ?? '';
  // The twin of a large picture may be folded away.
  const twin = page.getByRole('table', { name, includeHidden: true });
  await expect(twin).toBeAttached();
  expect(await twin.getByRole('row', { includeHidden: true }).count()).toBeGreaterThan(1);
});
