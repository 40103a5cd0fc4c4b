// What holds for every page whoever reads it: no violation of axe, one first heading, nothing beyond the right edge, all of
// it within reach of the keyboard. One load serves all of them; the console is watched by the page itself.
import { readFileSync } from 'node:fs';

import { expect, type Page } from '@playwright/test';

import { expectReachable } from './keyboard';
import { withScripts } from './scripts';

const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

type Violation = { id: string; help: string; nodes: { html: string }[] };
type Axe = { run(options: object): Promise<{ violations: Violation[] }> };

/** WCAG 2.2, A and AA. */
export const AA = { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] };

/** What axe finds; `options` are its own. */
export async function violations(page: Page, options: object): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async (options) => {
    const { violations } = await (window as unknown as { axe: Axe }).axe.run(options);
    return violations.map((violation) => `${violation.id}: ${violation.help}: ${violation.nodes[0]?.html}`);
  }, options);
}

/** Pixels beyond the right edge. */
export async function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** `walked` is false where another reading of the same page is walked by keyboard: that takes longer than all else. */
export async function expectSound(page: Page, javaScriptEnabled: boolean, walked = true): Promise<void> {
  const at = page.url();
  expect.soft(await page.getByRole('heading', { level: 1 }).count(), `one first heading on ${at}`).toBe(1);
  expect.soft(await overflow(page), `pixels beyond the right edge of ${at}`).toBeLessThanOrEqual(0);
  await withScripts(page, javaScriptEnabled, async (session) => {
    // Its advice beyond AA is taken too; once is enough.
    expect.soft(await violations(page, javaScriptEnabled && walked ? {} : AA), `axe on ${at}`).toEqual([]);
    if (walked) {
      await expectReachable(page, session);
    } else {
      await page.evaluate(() => document.querySelectorAll('details').forEach((fold) => (fold.open = true)));
    }
    // With its folds open a page must not be wider either.
    expect.soft(await overflow(page), `pixels beyond the right edge of ${at}, all folds open`).toBeLessThanOrEqual(0);
  });
}
