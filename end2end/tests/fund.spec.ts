import { expect, firstFund, test } from './world';

test('a fund has a picture with a title, and a table of the same', async ({ page, lang }) => {
  await page.goto(await firstFund(page, lang));
  const title = page.locator('main svg > title').first();
  await expect(title).not.toBeEmpty();
  const name = (await title.textContent()) ?? '';
  // The twin of a large picture may be folded away.
  const twin = page.getByRole('table', { name, includeHidden: true });
  await expect(twin).toBeAttached();
  expect(await twin.getByRole('row', { includeHidden: true }).count()).toBeGreaterThan(1);
});

test('the amount of each gift stands on the screen, however narrow', async ({ page, lang }) => {
  await page.goto(`${await firstFund(page, lang)}/gifts`);
  const amounts = page.locator('.lists tbody td.number');
  expect(await amounts.count()).toBeGreaterThan(5);
  const width = page.viewportSize()!.width;
  for (const [left, right] of await amounts.evaluateAll((cells) => cells.map((cell) => cell.getBoundingClientRect()).map((box) => [box.left, box.right]))) {
    expect(left).toBeGreaterThan(0);
    expect(right).toBeLessThanOrEqual(width);
  }
});
