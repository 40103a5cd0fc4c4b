// Figures on a page equal those that the open interface gives.
import type { APIRequestContext, Page } from '@playwright/test';

import { codes, expect, firstFund, test } from './world';

type Figure = { kind: string; amount: number; item?: string; project?: string; units?: number };
type Gift = { amount: number; ends: { kind: string; amount: number }[] };
type Place = { pool: string; there: number };
type Lot = { event: { lines?: { lot: string; quantity: number }[]; lot?: string; quantity?: number }; places: Place[] };
type Handout = {
  event: { households: number; people: number; lines?: { lot: string; quantity: number }[] };
  lines: { pool: string; gifts: { gift: string; amount: number }[] }[];
};

/** What a figure of the page adds up, where that is more than its own kind. */
const GROUPS: Record<string, string[]> = {
  handed_out: ['distributed', 'cash_distributed'],
  held: ['in_stock', 'in_transit', 'at_supplier', 'unspent'],
  costs: ['expense', 'fee'],
};

/** Lots and hand-outs looked at: of each fund page those that it names. */
const LOOKED_AT = 6;

const digits = (text: string) => Number(text.replace(/\D/g, ''));
/** The number that a quantity begins with: `1,154 kits`. */
const quantity = (text: string) => digits(/\d[\d,]*/.exec(text)?.[0] ?? '');
const total = (numbers: number[]) => numbers.reduce((sum, number) => sum + number, 0);

async function api<T>(request: APIRequestContext, path: string): Promise<T> {
  const answer = await request.get(`/api/v1${path}`);
  expect(answer.status(), path).toBe(200);
  return (await answer.json()) as T;
}

/** Addresses within the page, such as `/lots/rice`, without their language; each once. */
async function within(page: Page, folder: string): Promise<string[]> {
  const hrefs = await page.locator(`main a[href*="/${folder}/"]`).evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
  const paths = hrefs.map((href) => new RegExp(`/${folder}/[^/?#]+$`).exec(href)?.[0]);
  return [...new Set(paths.filter((path) => path !== undefined))].slice(0, LOOKED_AT);
}

/** The rows of a section's table, each as the texts of its cells. */
async function rows(page: Page, section: string): Promise<string[][]> {
  return page.locator(`#${section} table tbody tr`).evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent ?? '')));
}

/** Sums by name. */
function sums(list: (readonly [string, number])[]): Map<string, number> {
  const totals = new Map<string, number>();
  list.forEach(([name, amount]) => totals.set(name, (totals.get(name) ?? 0) + amount));
  return totals;
}

test('a fund', async ({ page, request, lang }) => {
  const path = await firstFund(page, lang);
  await page.goto(path);
  const { figures } = await api<{ figures: Figure[] }>(request, path.replace(`/${lang}`, ''));
  const sum = (kinds: string[]) => total(figures.filter(({ kind }) => kinds.includes(kind)).map(({ amount }) => amount));
  const shown = await page
    .locator('#figures a[href*="kind="]')
    .evaluateAll((all) => all.map((link): [string, string] => [new URL((link as HTMLAnchorElement).href).searchParams.get('kind') ?? '', link.textContent ?? '']));
  expect(shown.map(([kind]) => kind)).toEqual(expect.arrayContaining(['received', 'handed_out', 'held', 'costs']));
  for (const [kind, text] of shown) {
    expect.soft(digits(text), kind).toBe(sum(GROUPS[kind] ?? [kind]));
  }
  // Nothing that the interface tells is missing from the page.
  const told = new Set(figures.filter(({ amount }) => amount > 0).map(({ kind }) => kind));
  expect([...told].filter((kind) => !shown.some(([one]) => one === kind))).toEqual([]);
});

test('a figure leads to entries that make the same sum together', async ({ page, request, lang }) => {
  await page.goto(await firstFund(page, lang));
  const figures = await page
    .locator('#figures a')
    .evaluateAll((all) => all.map((link) => [link.getAttribute('href') ?? '', link.textContent ?? '']));
  expect(figures.length).toBeGreaterThan(4);
  for (const [href, text] of figures.filter(([, text]) => /[1-9]/.test(text))) {
    const html = await (await request.get(href)).text();
    expect(/<p class="sum">.*?<b>([^<]*)<\/b>/s.exec(html)?.[1], href).toBe(text);
    expect(html, href).toContain('class="entry"');
  }
});

for (const code of codes) {
  test(`the gift ${code}`, async ({ page, request, lang }) => {
    const gift = await api<Gift>(request, `/gifts/${code}`);
    await page.goto(`/${lang}/gifts/${code}`);
    expect(Number(await page.locator('[data-gift-amount]').first().getAttribute('data-gift-amount'))).toBe(gift.amount);
    const ends = await page
      .locator('tr[data-kind][data-amount]')
      .evaluateAll((all) => all.map((row): [string, number] => [row.getAttribute('data-kind') ?? '', Number(row.getAttribute('data-amount'))]));
    expect([...sums(ends)].sort()).toEqual([...sums(gift.ends.map(({ kind, amount }) => [kind, amount] as const))].sort());
  });
}

test('lots', async ({ page, request, lang }) => {
  await page.goto(await firstFund(page, lang));
  const lots = await within(page, 'lots');
  expect(lots.length).toBeGreaterThan(1);
  for (const path of lots) {
    const lot = await api<Lot>(request, path);
    await page.goto(`/${lang}${path}`);
    const held = await page.locator('#places tbody tr:has(.mark.held) td.number').allTextContents();
    expect.soft(total(held.map(quantity)), `${path}: in hand or on the way`).toBe(total(lot.places.map(({ there }) => there)));
    const id = path.split('/').at(-1);
    const whole = lot.event.lines?.find((line) => line.lot === id)?.quantity ?? lot.event.quantity;
    const everywhere = (await rows(page, 'places')).map((cells) => quantity(cells.at(-1) ?? ''));
    expect.soft(total(everywhere), `${path}: the whole`).toBe(whole);
  }
});

test('hand-outs', async ({ page, request, lang }) => {
  await page.goto(await firstFund(page, lang));
  const handouts = await within(page, 'handouts');
  expect(handouts.length).toBeGreaterThan(1);
  for (const path of handouts) {
    const { event, lines } = await api<Handout>(request, path);
    await page.goto(`/${lang}${path}`);
    const lead = (await page.locator('.lead.answer').textContent()) ?? '';
    for (const number of [event.households, event.people]) {
      expect.soft(lead, path).toContain(number.toLocaleString('en'));
    }
    // Each lot, how many of it, and what of whose gifts paid for that.
    const costs = sums(lines.map(({ pool, gifts }) => [pool, total(gifts.map(({ amount }) => amount))] as const));
    for (const [, lot, many, cost] of await rows(page, 'goods')) {
      expect.soft(quantity(many), `${path}: ${lot}`).toBe(event.lines?.find((line) => line.lot === lot)?.quantity);
      const pools = [...costs].filter(([pool]) => pool.startsWith(`lot/${lot}@`)).map(([, amount]) => amount);
      // What was given in kind cost nothing; its gifts are counted in its own units.
      const given = /\d/.test(cost) ? digits(cost) : quantity(many);
      expect.soft(given, `${path}: the cost of ${lot}`).toBe(total(pools));
    }
    const paid = sums(lines.flatMap(({ gifts }) => gifts.map(({ gift, amount }) => [gift, amount] as const)));
    const shares = await rows(page, 'gifts');
    expect.soft(shares.length, `${path}: gifts`).toBeGreaterThan(0);
    for (const [code, , amount] of shares) {
      expect.soft(digits(amount), `${path}: paid by ${code}`).toBe(paid.get(code));
    }
  }
});
