// What holds for each kind of page.
import { inLanguage, isWhole, kinds } from './kinds';
import { expectSound } from './sound';
import { expect, test } from './world';

const EXPECTED = ['/', '/gifts/*', '/funds', '/funds/*', '/funds/*/gifts', '/entries', '/entries/*', '/lots/*', '/handouts/*', '/reports', '/verify', '/log', '/api'];

test('every kind of page is sound, and within reach of the keyboard', async ({ page, request, lang, javaScriptEnabled, isMobile }) => {
  // Each width, language and way of reading is walked with two of the others.
  const walked = javaScriptEnabled === ((lang === 'en') !== isMobile);
  test.setTimeout(600_000);
  const found = await kinds(request);
  expect(found.filter(({ status }) => status !== 200)).toEqual([]);
  expect(found.map(({ kind }) => kind)).toEqual(expect.arrayContaining(EXPECTED));
  for (const { path } of found.filter((one) => one.isPage && (walked || isWhole(one)))) {
    await test.step(path, async () => {
      await page.goto(inLanguage(path, lang));
      await expectSound(page, javaScriptEnabled, walked);
    });
  }
});

test.describe('a page that is missing', () => {
  test.use({ tolerated: /status of 404/ });

  test('is sound too', async ({ page, lang, javaScriptEnabled }) => {
    for (const path of ['/gifts/G-0000-0000', '/funds/none', '/nothing']) {
      expect((await page.goto(`/${lang}${path}`))?.status(), path).toBe(404);
      await expectSound(page, javaScriptEnabled);
    }
  });
});

test('scripts and styles of strangers are forbidden', async ({ request, lang }) => {
  const policy = (await request.get(`/${lang}/`)).headers()['content-security-policy'] ?? '';
  expect(policy).toContain('default-src');
  expect(policy).not.toContain('unsafe-inline');
  expect(policy).not.toContain("'unsafe-eval'");
});
