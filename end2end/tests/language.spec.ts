import { expect, test } from './world';

test('?lang= chooses the language', async ({ page }) => {
  for (const [lang, tag] of [
    ['zh', 'zh-CN'],
    ['en', 'en'],
  ]) {
    await page.goto(`/?lang=${lang}`);
    await expect(page.locator('html')).toHaveAttribute('lang', tag);
  }
});

test('one press leads to the other language, and one back', async ({ page, lang }) => {
  await page.goto(`/funds?lang=${lang}`);
  const there = [['中文', 'zh-CN'], ['English', 'en']];
  for (const [name, tag] of lang === 'en' ? there : there.reverse()) {
    await page.getByRole('link', { name, exact: true }).click();
    await expect(page.locator('html')).toHaveAttribute('lang', tag);
    await expect(page).toHaveURL(/\/funds/);
  }
});
