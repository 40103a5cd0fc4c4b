// What comes in bulk, and what goes onto paper, as a recorder does it.
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import type { Page } from '@playwright/test';

import { expect, test } from './world';
import { Desk, record, setUp, sound } from './staff';

// A form that comes back is an error to the browser; a PDF is opened by nobody here.
test.use({ tolerated: /422 \(Unprocessable Entity\)|loading was aborted/ });

/** Statements that others made, where they lie beside the repository. */
const statements = join(__dirname, '../../../shared/data');

let desk: Desk;
test.beforeEach(async ({ page }) => {
  desk = await Desk.open();
  await setUp(page, desk.add('mei', ['recorder']));
  await record(page, 'Organisation registered', { Name: 'Red River Relief', Kind: 'Non-governmental', Id: 'red-river' });
  await record(page, 'Fund opened', { Title: 'Winter 2026', Steward: 'Red River Relief', Purpose: 'Coal.', Currency: 'EUR', Id: 'winter' });
});
test.afterEach(() => desk.close());

async function account(page: Page): Promise<string> {
  await page.goto(`${desk.url}/en/desk/bank`);
  await sound(page);
  await page.getByLabel('What you call it').fill('Current account');
  await page.getByLabel('Account number or IBAN').fill('NL26 VAYB 8060 4768 90');
  await page.locator('input[name=fund]').first().check();
  await page.getByRole('button', { name: 'Add' }).click();
  await sound(page);
  return page.url();
}

type File = string | { name: string; mimeType: string; buffer: Buffer };

async function bring(page: Page, file: File): Promise<void> {
  await page.locator('input[type=file]').setInputFiles(file);
  await page.getByRole('button', { name: 'Look at it' }).click();
}

const table = (name: string, text: string): File => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });

test('statements of others become entries with one press, and never twice', async ({ page }) => {
  test.skip(!existsSync(statements), 'there is no shared/data beside the repository');
  test.setTimeout(120_000);
  const home = await account(page);
  await bring(page, join(statements, 'camt053.v2.five.decimals.xml'));
  await expect(page.getByRole('alert')).toContainText('the currency has 2 digits behind the point');
  await sound(page);
  for (const name of ['v8', 'v2.minimal']) {
    await page.goto(home);
    await bring(page, join(statements, `camt053.${name}.xml`));
    await expect(page.locator('.bank-lines')).toContainText('8.85');
    await sound(page);
    if (await page.getByLabel('Donor’s public name, Row 1').isVisible()) {
      await page.getByLabel('Donor’s public name, Row 1').fill('Class 3b');
      await page.getByRole('button', { name: 'Record' }).click();
    }
    await expect(page.getByText('Every line is an entry.')).toBeVisible();
    await sound(page);
  }
  await page.screenshot({ path: test.info().outputPath('statement.png'), fullPage: true });
  await page.locator('.bank-lines a').first().click();
  await expect(page.getByText('Class 3b').first()).toBeVisible();
  await expect(page.getByText('NAME NAME')).toHaveCount(0);
  // Two statements in one file: the account lists both.
  await page.goto(home);
  await bring(page, join(statements, 'camt053.v2.multi.statement.xml'));
  await page.goto(home);
  expect(await page.locator('main a[href*="/desk/bank/statements/"]').count()).toBe(4);
  await sound(page);
});

test('a sheet with bad rows names each, and a good one is recorded', async ({ page }) => {
  await page.goto(`${desk.url}/en/desk/sheets`);
  await sound(page);
  const head = 'Fund,Amount,Received on,Method\n';
  const rows = 'winter,20.00,2026-03-02,cash\nnowhere,20.00,2026-03-02,cash\nwinter,20.005,2026-03-02,cash\n';
  await bring(page, table('gifts.csv', head + rows));
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('Row 3, Fund: nothing is called “nowhere”');
  await expect(alert).toContainText('Row 4, Amount: the currency has 2 digits behind the point');
  await sound(page);
  await bring(page, table('gifts.csv', head + rows.split('\n')[0] + '\n'));
  await sound(page);
  await page.getByRole('button', { name: /^Record/ }).click();
  await expect(page.getByText('One entry was made.')).toBeVisible();
});

test('labels and a receipt are pages, and files', async ({ page }) => {
  await record(page, 'Gift received', { Fund: 'Winter 2026', Amount: '1,200.50', Method: 'bank transfer' });
  const code = await page.locator('.answer .code').innerText();
  await page.goto(`${desk.url}/en/desk/papers/receipts/${code}`);
  await expect(page.locator('.paper')).toContainText('€1,200.50');
  await sound(page);
  // A browser trusts 127.0.0.1 with the session's cookie; a client of the test's own would not.
  const href = await page.locator('a[href$=".pdf"]').getAttribute('href');
  const file = await page.evaluate(async (href) => {
    const answer = await fetch(href);
    return { kind: answer.headers.get('content-type'), begins: (await answer.text()).slice(0, 8) };
  }, href!);
  expect(file).toEqual({ kind: 'application/pdf', begins: '%PDF-1.7' });
});
