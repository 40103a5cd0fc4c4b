// A server of the test's own, with an empty ledger and its first member of staff: what the desk records must not disturb
// the tests that only read.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, type Locator, type Page } from '@playwright/test';

const almoner = process.env.ALMONER ?? '';
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** Whoever guesses finds it hard; whoever types it finds it easy. */
export const PASSWORD = 'lamp orchard ferry july';

export class Desk {
  private constructor(
    readonly url: string,
    private readonly folder: string,
    private readonly database: string,
    private readonly server: ChildProcess,
  ) {}

  /** With whatever else the server is to be told. */
  static async open(...more: string[]): Promise<Desk> {
    const folder = mkdtempSync(join(tmpdir(), 'almoner-desk-'));
    const database = join(folder, 'ledger.db');
    const server = spawn(almoner, ['serve', '--database', database, '--listen', '127.0.0.1:0', ...more], { env: {} });
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
    return new Desk(url, folder, database, server);
  }

  /** Adds somebody on the command line, and gives the one-time link. */
  add(handle: string, roles: string[]): string {
    const given = roles.flatMap((role) => ['--role', role]);
    const said = execFileSync(
      almoner,
      ['staff', 'add', '--organisation', 'red-river', '--handle', handle, ...given, '--origin', this.url, '--database', this.database],
      { env: {}, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
    );
    return said.trim();
  }

  close(): void {
    this.server.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** What the desk says that it just did. */
export async function done(page: Page, said: string): Promise<void> {
  await expect(page.locator('.notice.done')).toContainText(said);
}

/** Opens a set-up link and chooses the password. */
export async function setUp(page: Page, link: string): Promise<void> {
  await page.goto(link.replace('/desk/', '/en/desk/'));
  await page.getByLabel('New password', { exact: true }).fill(PASSWORD);
  await page.getByLabel('New password again').fill(PASSWORD);
  await page.getByRole('button', { name: 'Set password and log in' }).click();
  await done(page, 'you are logged in');
}

/** Fills a form by its labels: what is typed, what is chosen by the words of the choice. */
export async function fill(page: Page, fields: Record<string, string>): Promise<void> {
  for (const [label, value] of Object.entries(fields)) {
    const field = page.locator('form.desk-form').getByLabel(label, { exact: false }).first();
    if ((await field.evaluate((element) => element.tagName)) === 'SELECT') {
      const option = field.locator('option', { hasText: value }).first();
      await field.selectOption((await option.getAttribute('value')) ?? '');
    } else {
      await field.fill(value);
    }
  }
}

/** The desk's menu, opened where a telephone folds it. */
export async function menu(page: Page): Promise<Locator> {
  const nav = page.getByRole('navigation', { name: 'Desk' });
  await expect(nav).toBeVisible();
  const summary = nav.locator('summary');
  if (await summary.isVisible()) {
    await summary.click();
  }
  return nav;
}

/** Fills a form by the names of its fields, whatever the language: what is chosen by its value, or by its words. */
async function fillNamed(page: Page, fields: Record<string, string>): Promise<void> {
  for (const [name, value] of Object.entries(fields)) {
    const field = page.locator(`form.desk-form [name="${name}"]`);
    if ((await field.evaluate((element) => element.tagName)) === 'SELECT') {
      const known = await field.locator(`option[value="${value}"]`).count();
      const option = known > 0 ? value : await field.locator('option', { hasText: value }).first().getAttribute('value');
      await field.selectOption(option ?? '');
    } else {
      await field.fill(value);
    }
  }
}

/** Does what the desk's first page says comes next: it must be this event. Between, `look` sees what it would do. */
export async function next(
  page: Page,
  base: string,
  event: string,
  fields: Record<string, string>,
  look: () => Promise<void> = async () => {},
): Promise<void> {
  await page.goto(`${base}/desk`);
  await page.locator('li[aria-current="step"] a').click();
  await expect(page).toHaveURL(new RegExp(`/desk/record/${event}(\\?|$)`));
  await fillNamed(page, fields);
  await page.locator('.desk-go button[value="check"]').click();
  await expect(page.locator('.desk-go button[value="save"]')).toBeVisible();
  await look();
  await page.locator('.desk-go button[value="save"]').click();
  await expect(page).toHaveURL(/\/desk\/recorded\/\d+$/);
}

/** Records one event by its form, as somebody who never saw it would: menu, form, look, press. */
export async function record(page: Page, event: string, fields: Record<string, string>): Promise<void> {
  await (await menu(page)).getByRole('link', { name: 'Record' }).click();
  await page.getByRole('link', { name: event }).click();
  await fill(page, fields);
  await page.getByRole('button', { name: 'See what it does' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Is this right?');
  await page.getByRole('button', { name: 'Record it' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Recorded');
}

/** No violation of WCAG 2.2 AA, and nothing wider than the screen. */
export async function sound(page: Page): Promise<void> {
  await page.evaluate(axe);
  const violations = await page.evaluate(async () => {
    const run = (window as unknown as { axe: { run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } }).axe;
    const found = await run.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] });
    return found.violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.html).join(' ')}`);
  });
  expect.soft(violations, page.url()).toEqual([]);
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect.soft(wider, `${page.url()} is wider than the screen`).toBeLessThanOrEqual(0);
}
