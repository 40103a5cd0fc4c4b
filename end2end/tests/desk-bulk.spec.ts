// What comes in bulk, and what goes onto paper, as a recorder does it.
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import type { Page } from '@playwright/test';

import { expect, test } from './world';
import { Desk, record, setUp, sound } from './staff';
import { workbook, type Cell } from './xlsx';

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

/** Records an event whose form is filled in by its address. */
async function recordBy(page: Page, event: string, fields: Record<string, string>): Promise<void> {
  await page.goto(`${desk.url}/en/desk/record/${event}?${new URLSearchParams(fields)}`);
  await page.getByRole('button', { name: 'See what it does' }).click();
  await page.getByRole('button', { name: 'Record it' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Recorded');
}

type File = string | { name: string; mimeType: string; buffer: Buffer };

async function bring(page: Page, file: File): Promise<void> {
  await page.locator('input[type=file]').setInputFiles(file);
  await page.getByRole('button', { name: 'Look at it' }).click();
}

const table = (name: string, text: string): File => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });

const sheet = (name: string, rows: Cell[][]): File => ({
  name,
  mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  buffer: workbook(rows),
});

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

test('an XLSX with bad rows names all that is wrong in each, and a good one is recorded', async ({ page }) => {
  await page.goto(`${desk.url}/en/desk/sheets`);
  await sound(page);
  const head = ['Fund', 'Amount', 'Received on', 'Method', 'Your reference'];
  const good = ['winter', 20, '2025-03-02', 'cash', 'R-1'];
  const bad = [
    ['nowhere', 20, 'yesterday', 'cash', 'R-2'],
    ['winter', 20.005, '2999-01-01', 'cash', 'R-1'],
  ];
  await bring(page, sheet('gifts.xlsx', [head, good, ...bad]));
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('Row 3, Fund: nothing is called “nowhere”');
  await expect(alert).toContainText('Row 3, Received on: “yesterday” is no date');
  await expect(alert).toContainText('Row 4, Amount: the currency has 2 digits behind the point');
  await expect(alert).toContainText('is still to come');
  await expect(alert).toContainText('Row 4, Your reference: “R-1” stands in row 2, too');
  await sound(page);
  await page.screenshot({ path: test.info().outputPath('bad-rows.png'), fullPage: true });
  await bring(page, table('gifts.xlsx', 'Fund,Amount\n'));
  await expect(alert).toContainText('The file is called .xlsx, but what is in it is plain text.');
  await sound(page);
  await bring(page, sheet('gifts.xlsx', [head, good]));
  await sound(page);
  await page.getByRole('button', { name: /^Record/ }).click();
  await expect(page.getByText('One entry was made.')).toBeVisible();
});

test('一份有错误行的 XLSX 逐项指出错误，更正后登记', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto(`${desk.url}/zh/desk/sheets`);
  await sound(page);
  const look = async (file: File) => {
    await page.locator('input[type=file]').setInputFiles(file);
    await page.getByRole('button', { name: '查看' }).click();
  };
  const head = ['基金', '金额', '收到日期', '方式'];
  await look(sheet('捐款.xlsx', [head, ['Winter 2026', 20.005, '昨天', '现金'], ['没有的基金', 20, '2025-03-02', '现金']]));
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('第 2 行，金额：');
  await expect(alert).toContainText('第 2 行，收到日期：“昨天”不是所选顺序的日期');
  await expect(alert).toContainText('第 3 行，基金：没有名为“没有的基金”的项');
  await sound(page);
  await page.screenshot({ path: test.info().outputPath('bad-rows-zh.png'), fullPage: true });
  await look(sheet('捐款.xlsx', [head, ['Winter 2026', 20, '2025-03-02', '现金']]));
  await sound(page);
  await page.getByRole('button', { name: /^登记/ }).click();
  await expect(page.getByText('已登记 1 条记录。')).toBeVisible();
});

for (const lang of ['en', 'zh'] as const) {
  const say = (english: string, chinese: string) => (lang === 'en' ? english : chinese);
  test(`a stock count shows its differences before it is recorded (${lang})`, async ({ page }) => {
    await recordBy(page, 'site_registered', { id: 'chengdu', name: 'Chengdu', kind: 'warehouse' });
    await recordBy(page, 'item_registered', { id: 'tent', name: 'Tent', unit: 'tent', category: 'shelter' });
    await recordBy(page, 'gift_in_kind_received', { fund: 'winter', item: 'tent', quantity: '10', site: 'chengdu', lot: 'tents-1' });
    await page.goto(`${desk.url}/${lang}/desk/stock?site=chengdu`);
    await sound(page);
    await page.getByLabel(say('Counted, tents-1', '实盘，tents-1')).fill('8');
    await page.getByRole('button', { name: say('Compare with the books', '与账面核对') }).click();
    await expect(page.locator('.bank-lines')).toContainText(say('2 fewer', '少 2'));
    await sound(page);
    await page.getByRole('button', { name: say('Record', '登记'), exact: true }).click();
    await expect(page.locator('.fault')).toContainText(say('2 fewer than booked: say why', '比账面少 2：请注明原因'));
    await sound(page);
    await page.screenshot({ path: test.info().outputPath('count.png'), fullPage: true });
    await page.getByLabel(say('Why, tents-1', '原因，tents-1')).selectOption('damaged');
    await page.getByRole('button', { name: say('Record', '登记'), exact: true }).click();
    await expect(page.getByRole('status')).toContainText(say('One entry was made.', '已登记 1 条记录。'));
    await page.getByLabel(say('Counted, tents-1', '实盘，tents-1')).fill('9');
    await page.getByRole('button', { name: say('Compare with the books', '与账面核对') }).click();
    await page.getByLabel(say('Why, tents-1', '原因，tents-1')).selectOption('there_again');
    await page.getByRole('button', { name: say('Record', '登记'), exact: true }).click();
    await expect(page.getByRole('status')).toContainText(say('2 entries were made.', '已登记 2 条记录。'));
  });
}

test('how a bank’s table is read can be looked at, changed and forgotten', async ({ page }) => {
  const home = await account(page);
  const csv = table('march.csv', 'Date,Amount,Details\n2025-03-01,12.50,for Winter 2026\n');
  await bring(page, csv);
  await expect(page.getByLabel('Day of booking')).toHaveValue('Date');
  await sound(page);
  await page.getByRole('button', { name: 'Keep' }).click();
  await expect(page.getByLabel('Day of booking')).toHaveValue('Date');
  await sound(page);
  await bring(page, csv);
  await expect(page.locator('.facts')).toContainText('march.csv');
  await page.goto(home);
  await expect(page.getByRole('table').filter({ hasText: 'march.csv' })).toContainText('red-river/mei');
  await sound(page);
  await bring(page, csv);
  await expect(page.getByText('This file was brought in before')).toBeVisible();
  await page.goto(home);
  await page.getByLabel('Day of booking').fill('Booked');
  await page.getByRole('button', { name: 'Keep' }).click();
  await bring(page, table('april.csv', 'Date,Amount,Details\n2025-04-01,12.50,x\n'));
  await expect(page.getByRole('alert')).toContainText('There is no column “Booked” in the table.');
  await sound(page);
  await page.goto(home);
  await page.getByRole('button', { name: 'Forget it' }).click();
  await expect(page.getByRole('button', { name: 'Forget it' })).toHaveCount(0);
});

test('a line that is left out stays so until it is taken up again', async ({ page }) => {
  const home = await account(page);
  const csv = table('may.csv', 'Date,Amount,Details\n2025-05-01,12.50,for Winter 2026\n');
  await bring(page, csv);
  await page.getByRole('button', { name: 'Keep' }).click();
  await bring(page, csv);
  await page.getByLabel('What it becomes, Row 1').selectOption('skip');
  await page.getByRole('button', { name: 'Record', exact: true }).click();
  await expect(page.locator('.bank-lines')).toContainText('Left out · red-river/mei');
  await sound(page);
  await page.goto(home);
  await expect(page.getByRole('table').filter({ hasText: 'may.csv' }).locator('td').last()).toHaveText('0');
  await page.locator('main a[href*="/desk/bank/statements/"]').first().click();
  await page.getByRole('button', { name: 'Take up again, Row 1' }).click();
  await expect(page.getByLabel('What it becomes, Row 1')).toBeVisible();
});

test('the other language keeps what was typed on an account, and Enter sends it', async ({ page }) => {
  await page.goto(`${desk.url}/en/desk/bank`);
  await page.getByLabel('What you call it').fill('Current account');
  await page.getByLabel('Account number or IBAN').fill('NL26');
  await page.locator('input[name=fund]').first().check();
  await page.getByRole('button', { name: 'Add' }).click();
  for (const shown of ['zh-CN', 'en']) {
    await page.locator('.switch').click();
    await expect(page.locator('html')).toHaveAttribute('lang', shown);
    await expect(page.locator('#label')).toHaveValue('Current account');
    await expect(page.locator('input[name=fund]').first()).toBeChecked();
    await sound(page);
  }
  await page.locator('#number').fill('NL26 VAYB 8060 4768 90');
  await page.locator('#number').press('Enter');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Current account');
});

test('labels and a receipt are pages, and files', async ({ page }) => {
  await record(page, 'Gift received', { Fund: 'Winter 2026', Amount: '1,200.50', Method: 'bank transfer' });
  const code = await page.locator('.answer .code').innerText();
  await page.goto(`${desk.url}/en/desk/papers/receipts/${code}`);
  await expect(page.locator('.paper')).toContainText('€1,200.50');
  const lines = await page.locator('.paper-id').evaluate((shown) => {
    const range = document.createRange();
    range.selectNodeContents(shown);
    return range.getClientRects().length;
  });
  expect(lines, 'the code stands on one line').toBe(1);
  await sound(page);
  // A browser trusts 127.0.0.1 with the session's cookie; a client of the test's own would not.
  const href = await page.locator('a[href$=".pdf"]').getAttribute('href');
  const file = await page.evaluate(async (href) => {
    const answer = await fetch(href);
    return { kind: answer.headers.get('content-type'), begins: (await answer.text()).slice(0, 8) };
  }, href!);
  expect(file).toEqual({ kind: 'application/pdf', begins: '%PDF-1.7' });
});
