// What a sceptic does: checks a gift, an entry, files that were kept; and what they see when something is not as claimed.
// It runs twice: at a server, and at a mirror of it once that server was stopped (xtask/src/browser_tests.rs).
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import type { Page, Request } from '@playwright/test';

import { SmallLog } from './signed';
import { codes, expect, test } from './world';

const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

const VERDICTS = {
  en: { first: /As claimed: .*rests on the log’s key/s, holds: /^As claimed/, fails: /^Not as claimed/, check: 'Check in this browser', sealed: /^Last check in this browser: .*, as claimed, in the log of [\d,]+ entries$/ },
  zh: { first: /与所声称的一致.*以账簿的密钥为前提/s, holds: /^与所声称的一致/, fails: /^与所声称的不符/, check: '在本浏览器中核对', sealed: /^本浏览器上次核对：.*与所声称的一致/ },
} as const;
const LANGS = ['en', 'zh'] as const;

const verdict = (page: Page) => page.locator('.checking .verdict').first();
const step = (page: Page, title: string) => page.locator('.finding').filter({ has: page.getByText(title, { exact: true }) });

async function sound(page: Page): Promise<void> {
  await page.evaluate(axe);
  const violations = await page.evaluate(async () => {
    type Violation = { id: string; nodes: { html: string }[] };
    const { violations } = await (window as unknown as { axe: { run(): Promise<{ violations: Violation[] }> } }).axe.run();
    return violations.map((violation) => `${violation.id}: ${violation.nodes[0]?.html}`);
  });
  expect(violations).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
}

type File = { name: string; mimeType: string; buffer: Buffer };
const file = (name: string, text: string | Buffer): File => ({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(text) });

async function drop(page: Page, ...files: File[]): Promise<void> {
  await expect(page.locator('.files.awake')).toBeVisible();
  await page.locator('#files').setInputFiles(files);
  await expect(page.locator('.checking[data-state]')).toBeVisible();
}

for (const lang of LANGS) {
  const says = VERDICTS[lang];

  test(`a donor checks a gift, and again (${lang})`, async ({ page }, info) => {
    await page.goto(`/${lang}/gifts/${codes[0]}`);
    const go = page.getByRole('button', { name: says.check });
    await expect(page.locator('.findings')).toHaveCount(0);
    await go.click();
    await expect(verdict(page)).toHaveText(says.first);
    await expect(page.locator('.finding.fails')).toHaveCount(0);
    await expect(page.locator('.key code').first()).toContainText(/^[^ ]+\+[0-9a-f]{8}\+/);
    await sound(page);
    await page.locator('#check').screenshot({ path: `../target/screenshots/check-gift-${lang}-${info.project.name}.png` });
    await go.click();
    await expect(verdict(page)).toHaveClass(/holds/);
    await expect(verdict(page)).toHaveText(says.holds);
    // The seal says so on every page from now on, in this browser.
    await page.goto(`/${lang}/funds`);
    await expect(page.locator('.seal .checked-here')).toHaveText(says.sealed);
  });

  test(`a copy that was kept checks itself from a folder, offline (${lang})`, async ({ page, context, request }, info) => {
    const answer = await request.get(`/${lang}/gifts/${codes[0]}/copy.html`);
    expect(answer.headers()['content-disposition']).toContain('attachment');
    const html = await answer.text();
    const path = info.outputPath('copy.html');
    writeFileSync(path, html);
    await context.setOffline(true);
    await page.goto(pathToFileURL(path).href);
    await expect(verdict(page)).toHaveText(says.first);
    await expect(page.locator('svg.drawing:visible').first()).toBeVisible();
    await expect(page.locator('tr[data-kind]').first()).toBeVisible();
    await sound(page);
    await page.screenshot({ path: `../target/screenshots/copy-${lang}-${info.project.name}.png`, fullPage: true });
    const at = html.indexOf('id="bundle"') + html.slice(html.indexOf('id="bundle"')).indexOf('\\"amount\\":') + 11;
    writeFileSync(path, html.slice(0, at) + ((Number(html[at]) % 9) + 1) + html.slice(at + 1));
    await page.goto(pathToFileURL(path).href);
    await expect(verdict(page)).toHaveText(says.fails);
  });

  test(`files are checked where they are dropped (${lang})`, async ({ page, request }, info) => {
    const bundle = await (await request.get(`/gifts/${codes[0]}.bundle.json`)).text();
    await page.goto(`/${lang}/verify`);
    await sound(page);
    await drop(page, file('gift.bundle.json', bundle));
    await expect(verdict(page)).toHaveText(says.first);
    await sound(page);
    await page.screenshot({ path: `../target/screenshots/verify-${lang}-${info.project.name}.png`, fullPage: true });
    await page.reload();
    await drop(page, file('gift.bundle.json', bundle.replace(/"claim":\{"amount":\d/, (found) => found.slice(0, -1) + '9')));
    await expect(verdict(page)).toHaveText(says.fails);
    await page.screenshot({ path: `../target/screenshots/verify-fails-${lang}-${info.project.name}.png`, fullPage: true });
  });
}

test('what is dropped never leaves the browser', async ({ page, request }) => {
  const [bundle, lines, note] = await Promise.all(
    [`/gifts/${codes[0]}.bundle.json`, '/log/entries.ndjson', '/log/checkpoint'].map(async (path) => (await request.get(path)).text()),
  );
  for (const files of [[file('gift.bundle.json', bundle)], [file('log.ndjson', lines), file('checkpoint', note)]]) {
    await page.goto('/en/verify');
    await expect(page.locator('.files.awake')).toBeVisible();
    const own = new URL(page.url()).origin;
    const asked: { method: string; body: string | null; origin: string; length: number }[] = [];
    const watch = (one: Request) =>
      asked.push({ method: one.method(), body: one.postData(), origin: new URL(one.url()).origin, length: one.url().length });
    page.on('request', watch);
    await drop(page, ...files);
    await expect(verdict(page)).toHaveText(/As claimed/);
    page.off('request', watch);
    for (const { length, ...rest } of asked) {
      expect(rest).toEqual({ method: 'GET', body: null, origin: own });
      expect(length).toBeLessThan(200);
    }
  }
});

/** Changes what people read, wherever on the page it stands in these elements. */
async function rewrite(page: Page, selector: string, to: (text: string) => string): Promise<void> {
  const shown = page.locator(selector).first();
  const before = (await shown.innerText()).trim();
  expect(to(before)).not.toBe(before);
  await shown.evaluate((element, text) => (element.textContent = text), to(before));
}

const OTHER_DIGIT = (text: string) => text.replace(/\d/, (digit) => String((Number(digit) % 9) + 1));

for (const [selector, to] of [
  ['[data-gift-amount]', OTHER_DIGIT],
  ['[data-fact=amount]', OTHER_DIGIT],
  ['[data-fact=day]', OTHER_DIGIT],
  ['[data-fact=fund]', () => 'Some other fund'],
  ['.end-figure', OTHER_DIGIT],
  ['.end-name', () => 'Lost at sea'],
] as const) {
  test(`a page that shows another text than its proof gives is found out: ${selector}`, async ({ page, request }, info) => {
    await page.goto(`/en/gifts/${codes[0]}`);
    const go = page.getByRole('button', { name: VERDICTS.en.check });
    await go.click();
    await expect(verdict(page)).toHaveText(VERDICTS.en.first);
    await expect(page.locator('.end-figure').first()).toHaveClass(/compared/);
    await rewrite(page, selector, to);
    await go.click();
    await expect(verdict(page)).toHaveText(/^Not as claimed\. This page: This page shows/);
    await expect(page.locator('.compared')).toHaveCount(0);
    // The same in a copy that was kept: the bundle in it is untouched.
    const html = await (await request.get(`/en/gifts/${codes[0]}/copy.html`)).text();
    const path = info.outputPath('copy.html');
    writeFileSync(path, html);
    await page.goto(pathToFileURL(path).href);
    await expect(verdict(page)).toHaveText(VERDICTS.en.first);
    const shown = (await page.locator(selector).first().innerText()).trim();
    const at = html.indexOf('<main');
    const changed = html.slice(0, at) + html.slice(at).replaceAll(`>${shown}<`, `>${to(shown)}<`);
    // What the framework wrote into the text, as a no-break space, may keep it from being found there.
    if (changed.slice(at) !== html.slice(at)) {
      writeFileSync(path, changed);
      await page.goto(pathToFileURL(path).href);
      await expect(verdict(page)).toHaveText(/^Not as claimed\. This page: This page shows/);
    }
  });
}

test('places and people in the sentences about ends are held against their entries', async ({ page }) => {
  await page.goto(`/en/gifts/${codes[0]}`);
  const said = page.locator('.end-says', { hasText: / on \d|lot |, to / }).first();
  await said.evaluate((element) => (element.textContent = 'Handed out at Atlantis'));
  await page.getByRole('button', { name: VERDICTS.en.check }).click();
  await expect(verdict(page)).toHaveText(/^Not as claimed\. This page: This page shows “Handed out at Atlantis”/);
});

/** Changes a byte of an entry as nobody should be able to: past the server, and past what guards the table. */
const TAMPER = `
import sqlite3, sys
database = sqlite3.connect(sys.argv[1], timeout=30)
database.execute('DROP TRIGGER entries_never_change')
changed = database.execute('UPDATE entries SET json = replace(json, ?, ?) WHERE seq = ?', ('"at":"2', '"at":"3', int(sys.argv[2])))
assert changed.rowcount == 1
database.commit()
`;

test('green, and red after a byte was changed in the database behind the server’s back', async ({ browser }) => {
  const folder = mkdtempSync(join(tmpdir(), 'almoner-tampered-'));
  const [database, key] = [join(folder, 'ledger.db'), join(folder, 'log-key')];
  const almoner = (...args: string[]) =>
    execFileSync(process.env.ALMONER ?? '', args, { env: {}, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  almoner('demo', '--gifts', '300', '--seed', '7', '--database', database);
  const code = almoner('demo', '--codes', '--database', database).match(/G-[0-9A-Z]+-[0-9A-Z]+/)?.[0];
  almoner('key', 'new', 'tampered.example/log', key);
  const server = spawn(process.env.ALMONER ?? '', ['serve', '--database', database, '--listen', '127.0.0.1:0', '--log-key', key], { env: {} });
  try {
    const url = await new Promise<string>((found, failed) => {
      let said = '';
      server.stdout.on('data', (data: Buffer) => {
        said += data.toString();
        const address = said.match(/http:\/\/[0-9.]+:[0-9]+/);
        if (address) {
          found(address[0]);
        }
      });
      server.on('exit', () => failed(new Error(`the server ended: ${said}`)));
    });
    // Each look with a browser that has nothing cached.
    const checked = async (path: string, says: RegExp) => {
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.goto(`${url}${path}`);
      await page.getByRole('button', { name: VERDICTS.en.check }).click();
      await expect(verdict(page)).toHaveText(says);
      await context.close();
    };
    // The last entry behind the gift, once all is signed.
    const bundle = async () => {
      const answer = await fetch(`${url}/gifts/${code}.bundle.json`);
      return answer.ok ? ((await answer.json()) as { indices: number[] }).indices.at(-1) : undefined;
    };
    await expect.poll(bundle).toBeDefined();
    const seq = (await bundle())!;
    // An entry's page that was shown before stands in the server's memory as it was: so another entry is looked at first.
    for (const path of [`/en/gifts/${code}`, `/en/entries/${seq - 1}`]) {
      await checked(path, VERDICTS.en.first);
    }
    execFileSync('python3', ['-c', TAMPER, database, String(seq)]);
    for (const path of [`/en/gifts/${code}`, `/en/entries/${seq}`]) {
      await checked(path, /^Not as claimed\. In the log/);
    }
  } finally {
    server.kill();
    rmSync(folder, { recursive: true, force: true });
  }
});

test('an entry holds against the signed log, and not when its bytes differ', async ({ page }) => {
  await page.goto('/en/entries/2');
  const go = page.getByRole('button', { name: VERDICTS.en.check });
  await go.click();
  await expect(verdict(page)).toHaveText(VERDICTS.en.first);
  await expect(step(page, 'The hash of the bytes')).toContainText('is equal');
  await page.locator('#entry-bytes').evaluate((bytes) => (bytes.textContent += ' '));
  await go.click();
  await expect(verdict(page)).toHaveText(/^Not as claimed\. In the log/);
  await expect(step(page, 'The hash of the bytes')).toContainText('different');
});

test('the log of the site itself is read again as the page was, without TLS too', async ({ page }) => {
  await page.goto('/en/verify');
  const source = readFileSync('../app/checker/browser/view.js', 'utf8');
  const shown = await page.evaluate(`(() => {
    ${source}
    const to = (host) => ({ state: 'holds', command: 'almoner verify https://' + host + '/log --policy FILE' });
    const command = (host) => showVerdict(to(host), {}).at(-1).querySelector('code').textContent;
    return [command(location.host), command('give.example')];
  })()`);
  expect(shown).toEqual([
    `almoner verify ${new URL(page.url()).origin}/log --policy FILE`,
    'almoner verify https://give.example/log --policy FILE',
  ]);
});

test('a key that is not the remembered one is an alarm, and is not remembered', async ({ page }) => {
  const other = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k';
  await page.goto(`/en/gifts/${codes[0]}`);
  const memory = JSON.stringify({ keys: [other], since: '2026-01-02' });
  await page.evaluate((memory) => localStorage.setItem('almoner-log', memory), memory);
  await page.getByRole('button', { name: VERDICTS.en.check }).click();
  await expect(verdict(page)).toHaveText(/^Not as claimed\. Whose key: ALARM.*2026-01-02/);
  expect(await page.evaluate(() => localStorage.getItem('almoner-log'))).toBe(memory);
});

test.describe('where the log answers no', () => {
  test.use({ tolerated: /40[49]/ });

  test('where nothing is signed, the page says so and only the hash is checked', async ({ page }) => {
    await page.route('**/log/policy', (route) => route.fulfill({ status: 404 }));
    await page.goto('/en/entries/2');
    await page.getByRole('button', { name: VERDICTS.en.check }).click();
    await expect(verdict(page)).toHaveText(/not all could be checked\. Nothing is signed here/);
    await expect(verdict(page)).not.toHaveClass(/holds/);
    await expect(step(page, 'The hash of the bytes')).toContainText('is equal');
  });

  test('a key that signed nothing beside the old one is an alarm, now and when it stands alone', async ({ page }) => {
    const [ours, foreign] = [new SmallLog(), new SmallLog()];
    let policy = ours.policy;
    await page.route('**/log/policy', (route) => route.fulfill({ body: policy }));
    await page.route('**/log/consistency/3/5', (route) => route.fulfill({ body: ours.consistency() }));
    const visit = async (note: string) => {
      await page.goto('/en/verify');
      await drop(page, file('checkpoint', note));
    };
    const memory = () => page.evaluate(() => JSON.parse(localStorage.getItem('almoner-log') ?? '{}').keys as string[]);
    const evidence = async () => {
      const [kept] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: /Keep the evidence/ }).click()]);
      return JSON.parse(readFileSync(await kept.path(), 'utf8')) as { checkpoints: string[]; offered: string };
    };
    await visit(ours.checkpoint(3));
    expect(await memory()).toEqual([ours.vkey]);
    policy = `log ${foreign.vkey}\n${ours.policy}`;
    await visit(ours.checkpoint(5));
    await expect(verdict(page)).toHaveText(/^Not as claimed\. Whose key: ALARM/);
    expect(await memory()).toEqual([ours.vkey]);
    policy = foreign.policy;
    await visit(foreign.checkpoint(5));
    await expect(verdict(page)).toHaveText(/^Not as claimed\. Whose key: ALARM/);
    expect(await memory()).toEqual([ours.vkey]);
    expect(await evidence()).toMatchObject({ checkpoints: [ours.checkpoint(3), foreign.checkpoint(5)], offered: foreign.policy });
    // What signs beside the old key is told, and no more: whoever holds the site can let a key of theirs do so.
    policy = `log ${foreign.vkey}\n${ours.policy}`;
    await visit(foreign.beside(ours.checkpoint(5)));
    await expect(step(page, 'Whose key')).toContainText('A new key signs beside it');
    expect(await memory()).toEqual([ours.vkey]);
    policy = foreign.policy;
    await visit(foreign.checkpoint(5));
    await expect(verdict(page)).toHaveText(/^Not as claimed\. Whose key: ALARM/);
    await expect(page.getByRole('button', { name: 'I have compared it' })).toHaveCount(0);
    // Once the reader has compared it, and says so, it may stand alone.
    policy = `log ${foreign.vkey}\n${ours.policy}`;
    await visit(foreign.beside(ours.checkpoint(5)));
    await sound(page);
    await page.getByRole('button', { name: 'I have compared it' }).click();
    await expect(page.getByText('Trusted in this browser from now on')).toBeVisible();
    expect(await memory()).toEqual([ours.vkey, foreign.vkey]);
    policy = foreign.policy;
    await visit(foreign.checkpoint(5));
    await expect(verdict(page)).toHaveClass(/holds/);
  });

  test('a site of which a key is remembered must go on to show one', async ({ page }) => {
    await page.goto(`/en/gifts/${codes[0]}`);
    const go = page.getByRole('button', { name: VERDICTS.en.check });
    await go.click();
    await expect(verdict(page)).toHaveText(VERDICTS.en.first);
    await page.route('**/log/policy', (route) => route.fulfill({ status: 404 }));
    await go.click();
    await expect(verdict(page)).toHaveText(/^Not as claimed\. Whose key: ALARM/);
    // A policy that nobody can read is no way round it.
    const before = await page.evaluate(() => localStorage.getItem('almoner-log'));
    await page.unroute('**/log/policy');
    await page.route('**/log/policy', (route) => route.fulfill({ body: 'log nobody\n' }));
    await go.click();
    await expect(verdict(page)).toHaveText(/could not be checked/);
    expect(await page.evaluate(() => localStorage.getItem('almoner-log'))).toBe(before);
  });

  test('a file is held against the key remembered of its log, also where the site shows no policy', async ({ page, request }) => {
    const bundle = await (await request.get(`/gifts/${codes[0]}.bundle.json`)).text();
    const ours = (await (await request.get('/log/keys')).text()).trim().split('\n').at(-1)!;
    const other = new SmallLog(ours.split('+')[0]).vkey;
    await page.route('**/log/policy', (route) => route.fulfill({ status: 404 }));
    for (const [key, says] of [
      [other, /^Not as claimed\. Whose key: ALARM: .*2026-01-02/],
      [ours, /^As claimed/],
    ] as const) {
      await page.goto('/en/verify');
      await page.evaluate((memory) => localStorage.setItem('almoner-log', memory), JSON.stringify({ keys: [key], since: '2026-01-02' }));
      await drop(page, file('gift.bundle.json', bundle));
      await expect(verdict(page)).toHaveText(says);
    }
    await expect(verdict(page)).toHaveClass(/holds/);
  });

  test('a log that was rewritten leaves evidence with the reader', async ({ page }, info) => {
    const log = new SmallLog();
    let proof: string | undefined = log.consistency();
    await page.route('**/log/policy', (route) => route.fulfill({ body: log.policy }));
    await page.route('**/log/consistency/3/5', (route) => route.fulfill(proof ? { body: proof } : { status: 404 }));
    const visit = async (note: string) => {
      await page.goto('/en/verify');
      await drop(page, file('checkpoint', note));
    };
    const grown = step(page, 'Only ever longer');
    await visit(log.checkpoint(3));
    await expect(verdict(page)).toHaveText(VERDICTS.en.first);
    await visit(log.checkpoint(5));
    await expect(grown).toContainText('nothing was rewritten between');
    await expect(verdict(page)).toHaveClass(/holds/);
    // The same size with another root: no proof is needed to see it.
    await visit(log.checkpoint(5, 'fork'));
    await expect(grown).toContainText('the log has forked');
    // Another size, a proof that belongs to other entries, then none at all.
    for (const answer of [log.consistency('fork'), undefined]) {
      proof = answer;
      await visit(log.checkpoint(3, 'fork'));
      await expect(grown).toContainText('not shown to be the beginning');
      const [kept] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: /Keep the evidence/ }).click()]);
      const evidence = JSON.parse(readFileSync(await kept.path(), 'utf8'));
      expect(evidence).toMatchObject({ format: 'almoner-evidence/1', checkpoints: [log.checkpoint(5), log.checkpoint(3, 'fork')] });
    }
    await page.screenshot({ path: `../target/screenshots/verify-fork-${info.project.name}.png`, fullPage: true });
  });
});

test('an export is checked against its checkpoint, and the first wrong entry is named', async ({ page, request }) => {
  const [lines, note] = await Promise.all(
    ['/log/entries.ndjson', '/log/checkpoint'].map(async (path) => (await request.get(path)).text()),
  );
  await page.goto('/en/verify');
  await drop(page, file('log.ndjson', lines), file('checkpoint', note));
  await expect(verdict(page)).toHaveText(VERDICTS.en.first);
  await page.reload();
  const changed = lines.split('\n');
  changed[40] = changed[40].replace('"at":"2', '"at":"3');
  await drop(page, file('log.ndjson', changed.join('\n')), file('checkpoint', note));
  await expect(verdict(page)).toHaveText(/^Not as claimed\. The chain: Entry 41 does not carry/);
});

test('a long log is hashed by several workers, judged in its order, and stopped when asked', async ({ page }, info) => {
  test.slow();
  const log = new SmallLog();
  const { lines, checkpoint } = log.long(400_000);
  const input = page.locator('#files');
  const paths = (entries: string[], note: string) =>
    [['log.ndjson', `${entries.join('\n')}\n`], ['checkpoint', note], ['policy', log.policy]].map(([name, text]) => {
      writeFileSync(info.outputPath(name), text);
      return info.outputPath(name);
    });
  const long = paths(lines, checkpoint);
  await page.goto('/en/verify');
  await expect(page.locator('.files.awake')).toBeVisible();
  await input.setInputFiles(long);
  // The page is alive meanwhile, and so is the button.
  await page.waitForFunction(() => document.querySelector('.working')?.textContent?.includes('a second'));
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(verdict(page)).toHaveText('Stopped. Nothing was checked to its end.');
  await expect(page.getByRole('button', { name: 'Stop' })).toHaveCount(0);
  await expect.poll(() => page.workers().length).toBe(0);
  // What was stopped can be begun again.
  await input.setInputFiles(long);
  await expect(verdict(page)).toHaveText(/^As claimed/, { timeout: 60_000 });
  await expect(step(page, 'The chain')).toContainText('400,000 entries');
  const changed = [...lines];
  [changed[200_001], changed[200_002]] = [changed[200_002], changed[200_001]];
  await input.setInputFiles(paths(changed, checkpoint));
  await expect(verdict(page)).toHaveText(/^Not as claimed\. The chain: .*200,?001/, { timeout: 60_000 });
});

test('a proof is checked with the bytes of its entry, from this log or pasted', async ({ page, request }) => {
  const proof = await (await request.get('/entries/3.tlog-proof')).text();
  await page.goto('/en/verify');
  await drop(page, file('3.tlog-proof', proof));
  await expect(verdict(page)).toHaveText(VERDICTS.en.first);
  // Both files as the entry's page gives them out.
  await page.goto('/en/entries/3');
  const bytes = await request.get((await page.locator('a[download][href$="/entries/3.json"]').first().getAttribute('href'))!);
  expect(await bytes.text()).toBe(await page.locator('#entry-bytes').textContent());
  await page.goto('/en/verify');
  await drop(page, file('3.tlog-proof', proof), file('3.json', await bytes.body()));
  await expect(verdict(page)).toHaveText(VERDICTS.en.holds);
  await page.reload();
  await page.getByText('Paste an entry').click();
  await page.locator('#entry-text').fill(await (await request.get('/api/v1/entries/4')).text());
  await drop(page, file('3.tlog-proof', proof));
  await expect(verdict(page)).toHaveText(/^Not as claimed\. In the log/);
});

test('what is no file of ours is not judged', async ({ page }) => {
  await page.goto('/en/verify');
  await drop(page, file('paper.pdf', '%PDF-1.7'));
  await expect(verdict(page)).toHaveText(/could not be checked.*none of the files.*paper\.pdf/);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the page says what can be checked, and how', async ({ page }) => {
    await page.goto('/en/verify');
    await expect(page.getByRole('main')).toContainText('almoner verify');
    await expect(page.getByText('Without JavaScript files')).toBeVisible();
    await expect(page.locator('.files')).toBeHidden();
    await page.goto(`/en/gifts/${codes[0]}`);
    await expect(page.getByRole('button', { name: VERDICTS.en.check })).toBeHidden();
    await expect(page.getByRole('link', { name: 'Keep a copy' })).toBeVisible();
    await expect(page.locator('#check pre')).toHaveText(`almoner verify ${codes[0]}.bundle.json --policy policy.txt`);
    await expect(page.getByRole('link', { name: 'On the command line' })).toBeVisible();
  });
});
