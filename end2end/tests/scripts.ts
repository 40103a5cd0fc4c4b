// Lets a test look at a page with scripts of its own where the page's are off: axe and listeners need timers and events,
// which Chromium withholds there. What the page would have run while it was read stays undone.
import type { CDPSession, Page } from '@playwright/test';

/** Does `look` with a session in which the test's scripts run, and puts back what was. */
export async function withScripts<T>(page: Page, javaScriptEnabled: boolean, look: (session: CDPSession) => Promise<T>): Promise<T> {
  const session = await page.context().newCDPSession(page);
  const disable = (value: boolean) => session.send('Emulation.setScriptExecutionDisabled', { value });
  if (!javaScriptEnabled) {
    // A session that never turned them off cannot turn them on.
    await disable(true);
    await disable(false);
  }
  try {
    return await look(session);
  } finally {
    if (!javaScriptEnabled) {
      await disable(true);
    }
    await session.detach();
  }
}
