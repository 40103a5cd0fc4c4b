// The walk by keyboard finds what it is there to find.
import { walk } from './keyboard';
import { withScripts } from './scripts';
import { expect, test } from './world';

const BEFORE = '<h1>A page</h1><a href="#a">first</a>';
const AFTER = '<button>last</button>';

const PAGES: [string, string, RegExp[]][] = [
  ['is content with a sound page', '<details><summary>more</summary><a href="#b">inside</a></details>', []],
  ['sees that nothing shows the focus', '<a href="#b" style="outline: none">dark</a>', [/^the focus is not seen on .*dark/]],
  ['sees what cannot be reached in its place', '<a href="#b" tabindex="2">early</a>', [/^out of order: .*early/]],
  ['sees what is beyond the screen', '<a href="#b" style="position: fixed; left: -9999px">away</a>', [/^focused beyond the screen: .*away/]],
  ['sees a fold that stays closed', '<details><summary onclick="event.preventDefault()">shut</summary></details>', [/^Enter does not open shut/]],
];

for (const [what, html, wrong] of PAGES) {
  test(what, async ({ page }) => {
    await page.setContent(BEFORE + html + AFTER);
    const found = await withScripts(page, true, (session) => walk(page, session));
    expect(found).toHaveLength(wrong.length);
    wrong.forEach((sentence, place) => expect(found[place]).toMatch(sentence));
  });
}

test('sees a trap', async ({ page }) => {
  await page.setContent(`${BEFORE}<input onkeydown="event.key === 'Tab' && event.preventDefault()">${AFTER}`);
  const found = await withScripts(page, true, (session) => walk(page, session));
  expect(found[0]).toMatch(/^the focus never leaves the page: .*<input/);
});
