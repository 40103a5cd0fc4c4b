// The open interface as its page shows it: every example runs from there, and is what its command line asks.
import { expect, test } from './world';

const RUN = { en: 'Run it', zh: '运行' } as const;

/** What is asked with a token has a command line alone. */
const EXAMPLES_LEAST = 12;

test('every example on the page of the open interface runs, and its command line asks the same', async ({ page, request, lang }) => {
  await page.goto(`/${lang}/api`);
  const calls = page.getByRole('main').locator('section', { has: page.getByRole('link', { name: RUN[lang], exact: true }) });
  expect(await calls.count()).toBeGreaterThanOrEqual(EXAMPLES_LEAST);
  for (const call of await calls.all()) {
    const said = (await call.getByRole('heading', { level: 2 }).textContent()) ?? '';
    expect(said).toMatch(/^GET \/api\/v1\//);
    const link = call.getByRole('link', { name: RUN[lang], exact: true });
    const address = (await link.getAttribute('href')) ?? '';
    expect(await call.locator('pre code').first().textContent(), said).toMatch(/^curl 'https?:\/\/[^/']+\//);
    expect(await call.locator('pre code').first().textContent(), said).toContain(`${address}'`);
    const answer = await request.get(address);
    expect(answer.status(), address).toBe(200);
    expect(answer.headers()['content-type'], address).toContain('application/json');
    expect(Object.keys(await answer.json()), address).not.toEqual([]);
  }
});

test('what follows the log stands as a command line too, for a browser would wait for its end', async ({ page, lang }) => {
  await page.goto(`/${lang}/api`);
  const commands = ((await page.locator('#rules pre').textContent()) ?? '').split('\n');
  expect(commands).toHaveLength(3);
  const whole = /'(https?:[^']+entries\.ndjson)'/.exec(commands[2])?.[1] ?? '';
  expect(new URL(whole).pathname).toBe('/log/entries.ndjson');
  // A link would have to be followed by whatever walks through the site.
  await expect(page.getByRole('main').locator('a[href*="/live"]')).toHaveCount(0);
});

test('an example opens with a press, and another site may read it', async ({ page, request, lang }) => {
  await page.goto(`/${lang}/api`);
  const link = page.locator('#listEntries').getByRole('link', { name: RUN[lang], exact: true });
  const address = (await link.getAttribute('href')) ?? '';
  await link.click();
  await expect(page).toHaveURL((url) => url.pathname + url.search === address);
  await expect(page.locator('body')).toContainText('"entries"');
  const answer = await request.get(address, { headers: { Origin: 'https://newsroom.example' } });
  expect(answer.headers()['access-control-allow-origin']).toBe('*');
});

test('the description for programs has every call of the page', async ({ page, request, lang }) => {
  const description = (await (await request.get('/api/v1/openapi.json')).json()) as { openapi: string; paths: Record<string, Record<string, unknown>> };
  expect(description.openapi).toMatch(/^3\.1\./);
  const described = Object.entries(description.paths).flatMap(([path, calls]) => Object.keys(calls).map((method) => `${method.toUpperCase()} ${path}`));
  await page.goto(`/${lang}/api`);
  const shown = await page.getByRole('main').locator('section h2 code').allTextContents();
  expect(shown.sort()).toEqual(described.sort());
});

test('what cannot be asked is refused by name, in the language of the reader', async ({ request, lang }) => {
  const refused = await request.get('/api/v1/entries?colour=red', { headers: { 'Accept-Language': lang === 'zh' ? 'zh-CN' : 'en' } });
  expect(refused.status()).toBe(400);
  expect(refused.headers()['content-type']).toContain('application/problem+json');
  const problem = (await refused.json()) as { field: string; detail: string };
  expect(problem.field).toBe('colour');
  expect(/\p{Script=Han}/u.test(problem.detail)).toBe(lang === 'zh');
});
