// A walk over a page by the Tab key alone: everything that can be pressed or filled is reached, in the order of the
// document, seen to be reached, and left again.
import { expect, type CDPSession, type Page } from '@playwright/test';

/** Presses between two looks at how far it came. */
const STRIDE = 60;
/** A field for a day takes the key once for each of its parts; what else takes it more often holds it. */
const SPARE = 40;

const TAB = { key: 'Tab', code: 'Tab', windowsVirtualKeyCode: 9, nativeVirtualKeyCode: 9 };

type Walk = {
  /** Everything that must be reached. */
  wanted: Element[];
  /** What had the focus at each press, with its look. */
  met: { element: Element; look: string; onScreen: boolean }[];
  look(element: Element): string;
};
type Walked = Window & { walk: Walk };

/** What is wrong, in sentences; the page's scripts or the test's must be able to run. */
export async function walk(page: Page, session: CDPSession): Promise<string[]> {
  const closed = await openFolds(page);
  const wanted = await page.evaluate(prepare);
  const SHIFT = 8;
  await session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', modifiers: SHIFT, ...TAB });
  await page.evaluate(() => ((window as unknown as Walked).walk.met = []));
  const limit = wanted + SPARE;
  // Not one by one: the browser keeps their order, and a page may have hundreds; but of a card's few, each round is looked at.
  const stride = wanted < 6 ? 1 : STRIDE;
  for (let pressed = 0; pressed < limit; pressed += stride) {
    const keys = Array.from({ length: stride }, () => session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...TAB }));
    await Promise.all(keys);
    if (await page.evaluate(rounded)) {
      break;
    }
  }
  return [...closed, ...(await page.evaluate(judge))];
}

/** Opens every fold by its key, outer ones first; gives those that stay closed. */
async function openFolds(page: Page): Promise<string[]> {
  const closed: string[] = [];
  for (const summary of await page.locator('summary').all()) {
    const isOpen = () => summary.evaluate((element) => (element.parentElement as HTMLDetailsElement).open);
    if (!(await summary.isVisible()) || (await isOpen())) {
      continue;
    }
    await summary.focus();
    await page.keyboard.press('Enter');
    if (!(await isOpen())) {
      closed.push(`Enter does not open ${await summary.textContent()}`);
    }
  }
  return closed;
}

/** Lists what must be reached, begins to write down what is, and stands before the first. */
function prepare(): number {
  const CONTROLS = 'a[href], button, input, select, textarea, summary, iframe, [tabindex], [contenteditable]';
  const isOffered = (element: Element) =>
    element.checkVisibility({ visibilityProperty: true }) &&
    !element.matches(':disabled') &&
    element.closest('[inert]') === null &&
    (element as HTMLElement).tabIndex >= 0;
  // Of radio buttons of one name, the arrows reach the others.
  const isStop = (element: Element, _: number, all: Element[]) => {
    if (!(element instanceof HTMLInputElement) || element.type !== 'radio') {
      return true;
    }
    const group = all.filter((one): one is HTMLInputElement => one instanceof HTMLInputElement && one.name === element.name && one.form === element.form);
    return element === (group.find((one) => one.checked) ?? group[0]);
  };
  // An outline, a border, a ground or a line drawn; in pictures the parts of what has the focus.
  const look = (element: Element) =>
    [element, ...[...element.querySelectorAll('*')].slice(0, 6)]
      .map((one) => {
        const style = getComputedStyle(one);
        const outline = style.outlineStyle === 'none' ? '' : `${style.outlineWidth} ${style.outlineColor}`;
        return [outline, style.boxShadow, style.borderColor, style.backgroundColor, style.stroke, style.strokeWidth].join(';');
      })
      .join('|');
  const wanted = [...document.querySelectorAll(CONTROLS)].filter(isOffered).filter(isStop);
  const walk: Walk = { wanted, met: [], look };
  (window as unknown as Walked).walk = walk;
  const note = (event: KeyboardEvent) => {
    const element = document.activeElement ?? document.body;
    if (event.key !== 'Tab' || walk.met.at(-1)?.element === element) {
      return;
    }
    const box = element.getBoundingClientRect();
    const onScreen = box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
    walk.met.push({ element, look: look(element), onScreen });
  };
  addEventListener('keydown', note, true);
  (wanted[0] as HTMLElement).focus();
  return wanted.length;
}

/** Whether the focus came to the first, and left the last: between, the page as a whole has it, or, where the presses come
 *  faster than it is let go, the first has it again. */
function rounded(): boolean {
  const { met } = (window as unknown as Walked).walk;
  const begin = met.findIndex(({ element }) => element === document.body);
  const first = met[begin + 1]?.element;
  return begin >= 0 && met.some(({ element }, place) => place > begin + 1 && (element === document.body || element === first));
}

function judge(): string[] {
  const { wanted, met, look } = (window as unknown as Walked).walk;
  const named = (element?: Element) => (element ? element.outerHTML.slice(0, 120) : 'nothing');
  const wrong: string[] = [];
  const begin = met.findIndex(({ element }) => element === document.body);
  const first = met[begin + 1]?.element;
  const end = met.findIndex(({ element }, place) => place > begin + 1 && (element === document.body || element === first));
  if (begin < 0 || end < 0) {
    wrong.push(`the focus never leaves the page: it is last on ${named(met.at(-1)?.element)}`);
  }
  const round = met.slice(begin + 1, end < 0 ? undefined : end);
  // The browser lets the key stop where something can be scrolled; that is no control of ours.
  const scrolls = (element: Element) => element.scrollWidth > element.clientWidth || element.scrollHeight > element.clientHeight;
  const reached = round.filter(({ element }) => wanted.includes(element) || !scrolls(element));
  wanted.filter((element) => !reached.some((one) => one.element === element)).forEach((element) => wrong.push(`not reached: ${named(element)}`));
  const order = reached.findIndex(({ element }, place) => element !== wanted[place]);
  if (wrong.length === 0 && order >= 0) {
    wrong.push(`out of order: ${named(reached[order]?.element)} where ${named(wanted[order])} stands`);
  }
  (document.activeElement as HTMLElement | null)?.blur();
  for (const { element, look: focused, onScreen } of reached) {
    if (focused === look(element)) {
      wrong.push(`the focus is not seen on ${named(element)}`);
    }
    if (!onScreen) {
      wrong.push(`focused beyond the screen: ${named(element)}`);
    }
  }
  return wrong.slice(0, 12);
}

/** Holds a page to the walk. */
export async function expectReachable(page: Page, session: CDPSession): Promise<void> {
  expect.soft(await walk(page, session), `by keyboard alone on ${page.url()}`).toEqual([]);
}
