// Pictures of every kind of page, at every width, in both schemes and languages, to be looked at: target/screenshots. Each is
// loaded once: width and scheme are changed under it.
import { inLanguage, isWhole, kinds } from './kinds';
import { overflow, violations } from './sound';
import { codes, expect, test } from './world';

const WIDTHS = [360, 768, 1280, 1600];
/** The widths that the site is held to; the others are looked at in one scheme. */
const BOTH_SCHEMES = [360, 1280];

test.use({ tolerated: /status of 404/ });
test.skip(({ isMobile }) => isMobile, 'one project is enough: widths are set here');

for (const lang of ['en', 'zh']) {
  test(`screenshots, ${lang}`, async ({ page, request }) => {
    test.setTimeout(600_000);
    const found = (await kinds(request)).filter((one) => one.isPage && isWhole(one));
    const pages: [string, string][] = found.filter(({ kind }) => kind !== '/gifts/*').map(({ kind, path }) => [named(kind), path]);
    codes.forEach((code, place) => pages.push([`gift-${place + 1}`, `/en/gifts/${code}`]));
    pages.push(['missing', '/en/gifts/G-0000-0000']);
    for (const [name, path] of pages) {
      await page.setViewportSize({ width: 1280, height: 900 });
      await page.goto(inLanguage(path, lang));
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        for (const width of colorScheme === 'light' ? WIDTHS : BOTH_SCHEMES) {
          await page.setViewportSize({ width, height: 900 });
          expect.soft(await overflow(page), `pixels beyond the right edge of ${path} at ${width}`).toBeLessThanOrEqual(0);
          await page.screenshot({ path: `../target/screenshots/${name}-${lang}-${width}-${colorScheme}.png`, fullPage: true });
        }
      }
      // Light is looked at where everything is; of the dark only the colours differ.
      expect.soft(await violations(page, { runOnly: ['color-contrast'] }), `contrast of ${path} in the dark`).toEqual([]);
    }
  });
}

/** `/funds/{}/gifts` to `funds-1-gifts`, for a file. */
function named(kind: string): string {
  const name = kind.replaceAll('*', '1').replace(/[?&]/g, '-').replaceAll('/', '-').slice(1);
  return name === '' ? 'home' : name;
}
