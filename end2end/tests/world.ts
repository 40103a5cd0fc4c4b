// What all tests share: the demo ledger's codes, and a page that fails its test when the browser complains.
import { test as base, expect, type Page } from '@playwright/test';

export { expect };

/** Receipt codes of the demo ledger; each has a gift. */
export const codes: string[] = (process.env.CODES ?? '').split(',');

export type World = {
  /** The language that the project reads in. */
  lang: 'en' | 'zh';
  /** Complaints of the browser that a test provokes on purpose. */
  tolerated: RegExp | undefined;
};

export const test = base.extend<World>({
  lang: ['en', { option: true }],
  tolerated: [undefined, { option: true }],
  page: async ({ page, tolerated }, use) => {
    const complaints = listen(page);
    await use(page);
    const unexpected = complaints.filter((complaint) => !tolerated?.test(complaint));
    expect(unexpected, 'errors and CSP violations on the console').toEqual([]);
  },
});

function listen(page: Page): string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') {
      complaints.push(`${page.url()}: ${message.text()}`);
    }
  });
  return complaints;
}

/** Why a test has no meaning in the projects without JavaScript: what it tries is what a script does. */
export const NEEDS_SCRIPT = 'done by a script of the page';

/** The paths of this shape that links in the page's main part have, each once. */
export async function allLinks(page: Page, shape: RegExp): Promise<string[]> {
  const paths = await page
    .getByRole('main')
    .getByRole('link')
    .evaluateAll((links) => links.map((link) => new URL(link.getAttribute('href') ?? '', location.href).pathname));
  return [...new Set(paths)].filter((candidate) => shape.test(candidate));
}

/** The first link in the page's main part whose path is of this shape. */
export async function firstLink(page: Page, shape: RegExp): Promise<string> {
  const [path] = await allLinks(page, shape);
  expect(path, `a link like ${shape} on ${page.url()}`).toBeDefined();
  return path!;
}

/** The address of the first fund in the list of funds. */
export async function firstFund(page: Page, lang: string): Promise<string> {
  await page.goto(`/${lang}/funds`);
  return firstLink(page, new RegExp(`^/${lang}/funds/[^/]+$`));
}
