// What holds for each kind of page. The kinds are found by following links, so that a new one is held to it too.
import { readFileSync } from 'node:fs';

import type { Page } from '@playwright/test';

import { codes, expect, test } from './world';

/** More kinds of page than the product will have; a bound for a crawl that goes astray. */
const KINDS_LIMIT = 60;

const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

for (const lang of ['en', 'zh']) {
  test(`every kind of page is sound (${lang})`, async ({ page, request }) => {
    test.setTimeout(300_000);
    const seen = new Set<string>();
    const waiting = ['/', ...codes.map((code) => `/gifts/${code}`)];
    for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
      if (seen.has(kind(path))) {
        continue;
      }
      seen.add(kind(path));
      expect(seen.size).toBeLessThanOrEqual(KINDS_LIMIT);
      const answer = await request.get(path);
      expect.soft(answer.status(), path).toBe(200);
      if (answer.headers()['content-type']?.startsWith('text/html')) {
        await test.step(path, async () => {
          await page.goto(withLanguage(path, lang));
          await sound(page);
          waiting.push(...(await links(page)));
        });
      }
    }
    for (const expected of ['/', '/gifts/*', '/funds', '/funds/*', '/entries', '/entries/*']) {
      expect.soft([...seen], 'kinds of page found by links').toContain(expected);
    }
  });
}

test('scripts and styles of strangers are forbidden', async ({ request }) => {
  const policy = (await request.get('/')).headers()['content-security-policy'] ?? '';
  expect(policy).toContain('default-src');
  expect(policy).not.toContain('unsafe-inline');
  expect(policy).not.toContain("'unsafe-eval'");
});

/** `/zh/funds/flood?a=1` to `/funds/*?a`: pages of one kind are made by one function. */
function kind(path: string): string {
  const url = new URL(path, 'http://any');
  const [first, ...rest] = url.pathname.replace(/^\/(en|zh)(?=\/|$)/, '').slice(1).split('/');
  const query = [...url.searchParams.keys()].filter((key) => key !== 'lang').sort();
  // A file of the log is another kind than the page beside it: /entries/2.json, /entries/2.
  const file = (part: string) => /\.(json|tlog-proof)$/.exec(part)?.[0] ?? '';
  return ['', first, ...rest.map((part) => `*${file(part)}`)].join('/') + (query.length > 0 ? `?${query.join('&')}` : '');
}

function withLanguage(path: string, lang: string): string {
  const url = new URL(path, 'http://any');
  url.searchParams.set('lang', lang);
  return url.pathname + url.search;
}

/** Links to this site, as paths with their queries. */
async function links(page: Page): Promise<string[]> {
  const found = await page.locator('a[href]').evaluateAll((all) => all.map((link) => new URL(link.getAttribute('href') ?? '', document.baseURI).href));
  const here = new URL(page.url()).origin;
  const urls = found.map((href) => new URL(href)).filter((url) => url.origin === here);
  return urls.map((url) => url.pathname + url.search);
}

async function sound(page: Page): Promise<void> {
  const at = page.url();
  expect.soft(await page.getByRole('heading', { level: 1 }).count(), `one first heading on ${at}`).toBe(1);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect.soft(overflow, `pixels beyond the right edge of ${at}`).toBeLessThanOrEqual(0);
  await page.evaluate(axe);
  const violations = await page.evaluate(async () => {
    type Violation = { id: string; help: string; nodes: { html: string }[] };
    const { violations } = await (window as unknown as { axe: { run(): Promise<{ violations: Violation[] }> } }).axe.run();
    return violations.map((violation) => `${violation.id}: ${violation.help}: ${violation.nodes[0]?.html}`);
  });
  expect.soft(violations, `axe on ${at}`).toEqual([]);
}
