import { createHash } from 'node:crypto';

import { expect, firstLink, NEEDS_SCRIPT, test } from './world';

const SAYS = {
  en: { check: /check/i, equal: /is equal/i, different: /different/i },
  zh: { check: /核对/, equal: /与所示一致/, different: /哈希不一致/ },
};

test.beforeEach(async ({ page, lang }) => {
  await page.goto(`/${lang}/entries`);
  await page.goto(await firstLink(page, new RegExp(`^/${lang}/entries/\\d+$`)));
});

test('the hash on an entry is that of the bytes on it', async ({ page }) => {
  const bytes = (await page.locator('#entry-bytes').textContent()) ?? '';
  const hash = (await page.locator('#entry-hash').textContent()) ?? '';
  expect(() => JSON.parse(bytes)).not.toThrow();
  expect(createHash('sha3-256').update(bytes, 'utf8').digest('hex')).toBe(hash.trim());
});

test('the browser checks an entry, and notices a changed one', async ({ page, lang, javaScriptEnabled }) => {
  test.skip(!javaScriptEnabled, NEEDS_SCRIPT);
  const says = SAYS[lang];
  const main = page.getByRole('main');
  const check = main.getByRole('button', { name: says.check });
  const verdict = main.locator('.finding').last();
  // The button wakes when the page's program has come.
  await expect(async () => {
    await check.click();
    await expect(verdict).toContainText(says.equal, { timeout: 500 });
  }).toPass();
  await page.locator('#entry-bytes').evaluate((bytes) => (bytes.textContent += ' '));
  await check.click();
  await expect(verdict).toContainText(says.different);
});
