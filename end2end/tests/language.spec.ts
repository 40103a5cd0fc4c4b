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

test('one press leads from English to Chinese and back', async ({ page }) => {
  await page.goto('/funds?lang=en');
  await page.getByRole('link', { name: '中文' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await expect(page).toHaveURL(/\/funds/);
  await page.getByRole('link', { name: 'English' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
});
