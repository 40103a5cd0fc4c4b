import { createHash } from 'node:crypto';

import { expect, firstLink, test } from './world';

const DIFFERENT = /different/i;
const EQUAL = /is equal/i;

test.beforeEach(async ({ page }) => {
  await page.goto('/entries');
  await page.goto(await firstLink(page, /^\/entries\/\d+$/));
});

test('the hash on an entry is that of the bytes on it', async ({ page }) => {
  const bytes = (await page.locator('#entry-bytes').textContent()) ?? '';
  const hash = (await page.locator('#entry-hash').textContent()) ?? '';
  expect(() => JSON.parse(bytes)).not.toThrow();
  expect(createHash('sha3-256').update(bytes, 'utf8').digest('hex')).toBe(hash.trim());
});

test('the browser checks an entry, and notices a changed one', async ({ page }) => {
  const main = page.getByRole('main');
  const check = main.getByRole('button', { name: /check/i });
  const verdict = main.locator('.finding').last();
  // The button wakes when the page's program has come.
  await expect(async () => {
    await check.click();
    await expect(verdict).toContainText(EQUAL, { timeout: 500 });
  }).toPass();
  await page.locator('#entry-bytes').evaluate((bytes) => (bytes.textContent += ' '));
  await check.click();
  await expect(verdict).toContainText(DIFFERENT);
});
