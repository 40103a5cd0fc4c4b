// A webhook as an admin makes it: an address inside a network is refused, a program is told of an entry, and the desk shows it.
import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { expect, test } from './world';
import { Desk, done, record, setUp, sound } from './staff';

// A form that comes back is an error to the browser.
test.use({ tolerated: /422 \(Unprocessable Entity\)/ });

type Got = { headers: IncomingHttpHeaders; body: string };

let desk: Desk;
let server: Server;
let url: string;
let heard: Got[];
let statuses: number[];

test.beforeEach(async ({ page }) => {
  [heard, statuses] = [[], []];
  server = createServer((request, answer) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      heard.push({ headers: request.headers, body: Buffer.concat(parts).toString() });
      answer.writeHead(statuses.shift() ?? 204).end();
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  desk = await Desk.open('--webhooks-to-loopback');
  await setUp(page, desk.add('ada', ['admin', 'recorder']));
});
test.afterEach(() => {
  desk.close();
  server.close();
});

function signed(got: Got, secret: string): boolean {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const text = `${got.headers['webhook-id']}.${got.headers['webhook-timestamp']}.${got.body}`;
  const wanted = `v1,${createHmac('sha256', key).update(text).digest('base64')}`;
  return String(got.headers['webhook-signature']).split(' ').includes(wanted);
}

test('an address inside is refused, and a program is told of an entry, again where it failed', async ({ page }) => {
  test.setTimeout(120_000);
  await page.goto(`${desk.url}/en/desk/webhooks`);
  await sound(page);
  await page.getByLabel('Address').fill('https://192.168.1.1/hook');
  await page.getByLabel('Entries of some types').check();
  await page.getByLabel('Organisation registered').check();
  await page.getByRole('button', { name: 'Add a webhook' }).click();
  await expect(page.getByRole('alert')).toContainText('leads to this machine or inside a network');
  await expect(page.getByLabel('Address')).toHaveValue('https://192.168.1.1/hook');
  await expect(page.getByLabel('Organisation registered')).toBeChecked();
  await sound(page);
  await page.getByLabel('Address').fill(url);
  await page.getByLabel('All entries').check();
  await page.getByRole('button', { name: 'Add a webhook' }).click();
  const secret = await page.locator('.shown-once code').innerText();
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  await sound(page);

  statuses.push(500);
  await record(page, 'Organisation registered', { Name: 'Red River Relief', Kind: 'Non-governmental', Id: 'red-river' });
  // Five seconds after the first attempt comes the second.
  await expect.poll(() => heard.length, { timeout: 30_000 }).toBe(2);
  expect(heard.every((got) => signed(got, secret))).toBe(true);
  expect(heard[0].headers['webhook-id']).toBe(heard[1].headers['webhook-id']);
  expect(JSON.parse(heard[0].body)).toMatchObject({ type: 'entry.organisation_registered', data: { event: { id: 'red-river' }, seq: 0 } });

  await page.goto(`${desk.url}/en/desk/webhooks`);
  await sound(page);
  await page.getByRole('link', { name: url }).click();
  await expect(async () => {
    await page.reload();
    await expect(page.getByRole('row', { name: /#0/ })).toContainText('delivered', { timeout: 500 });
  }).toPass({ timeout: 30_000 });
  await expect(page.locator('.shown-once')).toHaveCount(0);
  await page.getByRole('button', { name: 'Send a test' }).click();
  await done(page, 'The test is on its way');
  await expect.poll(() => heard.length, { timeout: 30_000 }).toBe(3);
  await sound(page);
  await page.screenshot({ path: test.info().outputPath('webhook.png'), fullPage: true });
  await page.goto(page.url().replace('/en/desk/', '/zh/desk/').split('?')[0]);
  await expect(page.getByRole('row', { name: /#0/ })).toContainText('已送达');
  await sound(page);
});

test('a receiver that is gone is told no more, and the desk says so until somebody acts', async ({ page }) => {
  test.setTimeout(120_000);
  await page.goto(`${desk.url}/en/desk/webhooks`);
  await page.getByLabel('Address').fill(url);
  await page.getByRole('button', { name: 'Add a webhook' }).click();
  await expect(page.locator('.shown-once')).toBeVisible();
  statuses.push(410);
  await record(page, 'Organisation registered', { Name: 'Red River Relief', Kind: 'Non-governmental', Id: 'red-river' });
  await expect(async () => {
    await page.goto(`${desk.url}/en/desk`);
    await expect(page.getByRole('alert')).toContainText('Entries are not sent to', { timeout: 500 });
  }).toPass({ timeout: 30_000 });
  await sound(page);
  await page.getByRole('link', { name: 'See why' }).click();
  await expect(page.getByRole('alert')).toContainText('answered 410');
  await sound(page);
  await page.getByRole('button', { name: 'Go on' }).click();
  await done(page, 'It goes on');
  await page.getByRole('button', { name: 'Make a new secret' }).click();
  await expect(page.locator('.shown-once code')).toContainText('whsec_');
  await sound(page);
  await page.getByRole('button', { name: 'Remove' }).click();
  await done(page, 'The webhook is removed');
  await sound(page);
});
