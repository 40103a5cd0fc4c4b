// Pictures of every kind of page, at every width, in both schemes and languages, to be looked at: target/screenshots.
import { codes, expect, firstLink, test } from './world';

const WIDTHS = [360, 768, 1280, 1600];

test.skip(({ isMobile }) => isMobile, 'one project is enough: widths are set here');

for (const colorScheme of ['light', 'dark'] as const) {
  for (const lang of ['en', 'zh']) {
    test(`screenshots, ${colorScheme}, ${lang}`, async ({ browser, baseURL }) => {
      test.setTimeout(300_000);
      const context = await browser.newContext({ baseURL, colorScheme });
      const page = await context.newPage();
      await page.goto('/funds');
      const fund = await firstLink(page, /\/funds\/[^/]+$/);
      await page.goto(fund);
      const pages: [string, string][] = [
        ['home', '/'],
        ['funds', '/funds'],
        ['fund', fund],
        ['fund-gifts', `${fund}/gifts`],
        ['organisation', await firstLink(page, /\/organisations\/[^/]+$/)],
        ['project', await firstLink(page, /\/projects\/[^/]+$/)],
        ['lot', await firstLink(page, /\/lots\/[^/]+$/)],
        ['handout', await firstLink(page, /\/handouts\/[^/]+$/)],
        ['entries', '/entries'],
        ['entry', '/entries/0'],
        ['search', '/search'],
        ['method', '/method'],
        ['missing', '/gifts/G-0000-0000'],
      ];
      codes.forEach((code, place) => pages.push([`gift-${place + 1}`, `/gifts/${code}`]));
      for (const [name, path] of pages) {
        for (const width of WIDTHS) {
          await page.setViewportSize({ width, height: 900 });
          await page.goto(`${path}?lang=${lang}`);
          const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          expect.soft(overflow, `pixels beyond the right edge of ${path} at ${width}`).toBeLessThanOrEqual(0);
          await page.screenshot({ path: `../target/screenshots/${name}-${lang}-${width}-${colorScheme}.png`, fullPage: true });
        }
      }
      await context.close();
    });
  }
}
