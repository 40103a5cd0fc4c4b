// The masthead between a telephone and a desk: two whole lines, none broken in the middle.
import { expect, test } from './world';

for (const width of [700, 820, 1024, 1120]) {
  test(`at ${width} px the ways to the pages stand in one line`, async ({ page }) => {
    await page.setViewportSize({ width, height: 800 });
    for (const path of ['/en/funds', '/zh/funds', '/en/']) {
      await page.goto(path);
      const tops = await page
        .locator('.masthead .nav > li')
        .evaluateAll((items) => items.map((item) => Math.round(item.getBoundingClientRect().top)));
      expect(new Set(tops).size, `${path}: ${tops}`).toBe(1);
      const line = await page.locator('.masthead .wordmark').boundingBox();
      const other = await page.locator('.masthead .switch').boundingBox();
      expect(Math.abs((other?.y ?? 0) - (line?.y ?? 0)), path).toBeLessThan(30);
    }
  });
}
