import { codes, expect, test } from './world';

for (const code of codes) {
  test(`the ends of ${code} add up to the gift`, async ({ page, lang }) => {
    await page.goto(`/${lang}/gifts/${code}`);
    const total = page.locator('[data-gift-amount]').first();
    await expect(total).toBeVisible();
    const amount = BigInt((await total.getAttribute('data-gift-amount')) ?? '');
    const ends = await page
      .locator('tr[data-kind][data-amount]')
      .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-amount') ?? ''));
    expect(ends.length).toBeGreaterThan(0);
    expect(amount).toBeGreaterThan(0n);
    expect(ends.map(BigInt).reduce((sum, end) => sum + end, 0n)).toBe(amount);
  });
}
