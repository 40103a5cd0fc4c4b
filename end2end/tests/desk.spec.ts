// The staff desk, walked as staff do: set up, record from gift to hand-out, approve with two browsers.
import { expect, test } from './world';
import { Desk, PASSWORD, done, fill, menu, next, record, setUp, sound } from './staff';

// A form that comes back is an error to the browser, as is a page that is left before all of it came.
test.use({ tolerated: /422 \(Unprocessable Entity\)|410 \(Gone\)|loading was aborted/ });

let desk: Desk;
test.beforeEach(async () => {
  desk = await Desk.open();
});
test.afterEach(() => desk.close());

test('from the first link to the hand-out, and the donor sees it', async ({ page }) => {
  test.setTimeout(180_000);
  await setUp(page, desk.add('ada', ['admin', 'recorder']));
  await sound(page);
  await record(page, 'Organisation registered', { Name: 'Red River Relief', Kind: 'Non-governmental', Id: 'red-river' });
  await record(page, 'Fund opened', { Title: 'Flood 2026', Steward: 'Red River Relief', Purpose: 'Tents before the rain.', Currency: 'CNY' });
  for (const [name, kind] of [['Hetian Tents', 'Supplier'], ['Chengdu store', 'Warehouse'], ['Yingxiu school', 'Distribution point']]) {
    await record(page, 'Site registered', { Name: name!, Kind: kind!, Country: 'China' });
  }
  await record(page, 'Kind of goods registered', { Name: 'Winter tents', Unit: 'tent', Category: 'shelter' });

  await record(page, 'Gift received', { Fund: 'Flood 2026', Amount: '1,200.50', Method: 'bank transfer' });
  const code = await page.locator('.answer .code').innerText();
  expect(code).toMatch(/^G-[0-9A-Z]{4}-[0-9A-Z]{4}$/);
  await sound(page);

  await page.goto('/en/desk/record/purchase_made'.replace(/^/, desk.url));
  await sound(page);
  await expect(page.getByLabel('From', { exact: true }).locator('option', { hasText: '¥1,200.50 there' })).toHaveCount(1);
  await record(page, 'Goods bought', { From: 'Flood 2026', Amount: '700', Supplier: 'Hetian Tents', 'Kind of goods': 'Winter tents', Quantity: '7', Cost: '700.00' });
  await record(page, 'Goods arrived', { 'From where': 'Hetian Tents', 'Arrived at': 'Chengdu store', Lot: 'Winter tents', Quantity: '7' });
  await record(page, 'Goods sent', { 'Leaves from': 'Chengdu store', 'Goes to': 'Yingxiu school', Lot: 'Winter tents', Quantity: '3' });
  await record(page, 'Goods arrived', { 'From where': 'On the way to Yingxiu', 'Arrived at': 'Yingxiu school', Lot: 'Winter tents', Quantity: '3' });

  // A slip comes back beside its field, with all that was typed.
  await page.goto(`${desk.url}/en/desk/record/goods_distributed`);
  await fill(page, { 'Where the goods were': 'Yingxiu school', Lot: 'Winter tents', Quantity: '30', Households: '3', People: '11' });
  await page.getByRole('button', { name: 'See what it does' }).click();
  await expect(page.locator('.fault')).toContainText('asked for');
  await expect(page.getByLabel('Households')).toHaveValue('3');
  await sound(page);
  await fill(page, { Quantity: '3' });
  await page.getByRole('button', { name: 'See what it does' }).click();
  await expect(page.getByRole('row', { name: /Winter tents/ })).toContainText('3');
  await sound(page);
  await page.getByRole('button', { name: 'Record it' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Recorded');

  await page.goto(`${desk.url}/en/gifts/${code}`);
  await expect(page.locator('.lead').first()).toContainText('handed out');

  // What was handed out cannot be taken back from under people: the form says what has to go first, with the ways there.
  await page.goto(`${desk.url}/en/desk/record/donation_received?corrects=6`);
  await expect(page.getByText('Later entries used what this one brought')).toBeVisible();
  await sound(page);
  await page.getByRole('link', { name: /^Reverse it: #/ }).first().click();
  await expect(page.getByLabel('Reverses entry')).toHaveValue(/^\d+$/);
  await sound(page);

  // A slip is corrected in one step, and the old code leads to the new one.
  await record(page, 'Gift received', { Fund: 'Flood 2026', Amount: '5.00', Method: 'cash' });
  const wrong = await page.locator('.answer .code').innerText();
  await page.getByRole('link', { name: 'Correct it' }).click();
  await fill(page, { 'Why it is corrected': 'Two figures changed places.', Amount: '15.00' });
  await page.getByRole('button', { name: 'See what it does' }).click();
  await expect(page.locator('del').first()).toHaveText('¥5.00');
  await expect(page.locator('ins').first()).toHaveText('¥15.00');
  await sound(page);
  await page.getByRole('button', { name: 'Record it' }).click();
  const right = await page.locator('.answer .code').innerText();
  for (const address of [`gifts/${wrong}`, `desk/papers/receipts/${wrong}`]) {
    await page.goto(`${desk.url}/en/${address}`);
    await expect(page.locator('.notice').first()).toContainText(right);
    await sound(page);
  }

  // The same desk in Chinese: every page and every form.
  test.setTimeout(300_000);
  await page.goto(`${desk.url}/zh/desk/record`);
  const forms = await page.locator('main a[href*="/zh/desk/record/"]').evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).href));
  expect(forms.length).toBeGreaterThan(15);
  const pages = ['', '/recorded/9', '/record', '/waiting', '/bank', '/sheets', '/sheets?kind=counts', '/stock', '/labels', `/papers/receipts/${code}`, '/people', '/account'];
  for (const address of [...pages.map((path) => `${desk.url}/zh/desk${path}`), ...forms, `${desk.url}/zh/gifts/${code}/follow`]) {
    await page.goto(address);
    await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
    await sound(page);
  }
});

// What people and things are called, in each language; ids are made of names where those have Latin letters.
const NAMES = {
  en: ['Red River Relief', 'Flood 2026', 'Hetian Tents', 'Chengdu store', 'Yingxiu school', 'Winter tents', 'handed out'],
  zh: ['红河救援', '洪灾救助', '和田帐篷厂', '成都仓库', '映秀小学', '冬季帐篷', '已发放'],
} as const;

for (const lang of ['en', 'zh'] as const) {
  test(`led by the desk's first page from nothing to the hand-out (${lang})`, async ({ page }) => {
    test.setTimeout(180_000);
    const [organisation, fund, supplier, store, school, tents, reached] = NAMES[lang];
    const base = `${desk.url}/${lang}`;
    await setUp(page, desk.add('ada', ['admin', 'recorder']));
    await page.goto(`${base}/desk`);
    await sound(page);
    await next(page, base, 'organisation_registered', { name: organisation, kind: 'ngo' });
    await sound(page);
    await next(page, base, 'fund_opened', { title: fund, steward: organisation, purpose: '-', currency: 'CNY' });
    for (const name of [supplier, store, school]) {
      await next(page, base, 'site_registered', { name, 'place.country': 'CN' });
    }
    await next(page, base, 'item_registered', { name: tents, unit: lang === 'en' ? 'tent' : '顶', category: 'shelter' });
    await next(page, base, 'donation_received', { fund, amount: '1,200.50', method: 'bank_transfer' }, async () => {
      // The other language keeps what was typed, there and back.
      for (const shown of lang === 'en' ? ['zh-CN', 'en'] : ['en', 'zh-CN']) {
        await page.locator('.switch').click();
        await expect(page.locator('html')).toHaveAttribute('lang', shown);
        await expect(page.locator('#said')).toContainText('¥1,200.50');
      }
      await sound(page);
    });
    const code = await page.locator('.answer .code').innerText();
    const bought = { 'lines.0.item': tents, 'lines.0.quantity': '7', 'lines.0.cost': '700' };
    const paid = { 'sources.0.pool': fund, 'sources.0.amount': '700', supplier };
    await next(page, base, 'purchase_made', { ...paid, ...bought });
    await next(page, base, 'goods_received', { from: supplier, to: store, lot: tents, quantity: '7' });
    const sent = { 'lines.0.lot': tents, 'lines.0.quantity': '3' };
    await next(page, base, 'goods_dispatched', { from: store, to: school, ...sent });
    await page.locator('a[href*="/papers/waybills/"]').click();
    await expect(page.locator('.paper')).toBeVisible();
    await sound(page);
    await next(page, base, 'goods_received', { from: school, to: school, lot: tents, quantity: '3' });
    await next(page, base, 'goods_distributed', { site: school, ...sent, households: '3', people: '11' });
    await page.locator('a[href*="/papers/handouts/"]').click();
    await expect(page.locator('.paper-blank')).toBeVisible();
    await sound(page);
    await page.emulateMedia({ media: 'print' });
    await expect(page.locator('.masthead')).toBeHidden();
    await expect(page.locator('.colophon')).toBeHidden();
    await page.emulateMedia({ media: 'screen' });

    await page.goto(`${base}/desk`);
    await expect(page.locator('.desk-steps')).toHaveCount(0);
    await page.goto(`${base}/gifts/${code}`);
    await expect(page.locator('.lead').first()).toContainText(reached);
  });
}

test('the foot of a public page leads to the desk', async ({ page }) => {
  await page.goto(`${desk.url}/en/`);
  await page.getByRole('contentinfo').getByRole('link', { name: 'Staff desk' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Log in');
});

test('a payment above the amount waits for another browser', async ({ page, browser }) => {
  test.setTimeout(120_000);
  await setUp(page, desk.add('ada', ['admin', 'recorder', 'approver']));
  await record(page, 'Organisation registered', { Name: 'Red River Relief', Kind: 'Non-governmental', Id: 'red-river' });
  await record(page, 'Fund opened', { Title: 'Flood 2026', Steward: 'Red River Relief', Purpose: 'Tents.', Currency: 'CNY' });
  await record(page, 'Gift received', { Fund: 'Flood 2026', Amount: '1,200', Method: 'cash' });
  await page.goto(`${desk.url}/en/desk/waiting`);
  await page.getByLabel('Payments').fill('100');
  await page.getByRole('button', { name: 'Set', exact: true }).click();
  await done(page, 'The amounts are set');
  await sound(page);

  await page.goto(`${desk.url}/en/desk/record/expense_paid`);
  await fill(page, { 'Paid from': 'Flood 2026', Amount: '350.00', Category: 'rent', 'Paid to': 'Harbour Lorries' });
  await page.getByRole('button', { name: 'See what it does' }).click();
  await page.getByRole('button', { name: 'Send it to a second person' }).click();
  await done(page, 'waits for a second person');
  await expect(page.getByText('This is yours. Somebody else decides.')).toBeVisible();
  const draft = new URL(page.url()).pathname;

  const other = await browser.newContext();
  const second = await other.newPage();
  await setUp(second, desk.add('lin', ['approver']));
  await second.getByRole('link', { name: 'Expense paid' }).click();
  expect(new URL(second.url()).pathname).toBe(draft);
  await expect(second.getByText('Harbour Lorries')).toBeVisible();
  await sound(second);
  await second.getByRole('button', { name: 'Approve and record' }).click();
  await done(second, 'an entry of the public log');
  await second.locator('.tag.reached a').click();
  await expect(second.getByText('red-river/ada', { exact: true })).toBeVisible();
  await expect(second.getByText('red-river/lin', { exact: true })).toBeVisible();
  await other.close();
});

test('logged out is logged out, and a password logs in again', async ({ page }) => {
  await setUp(page, desk.add('ada', ['recorder']));
  await page.getByRole('button', { name: 'Log out' }).click();
  await done(page, 'You are logged out');
  await page.goto(`${desk.url}/en/desk/record/expense_paid`);
  await sound(page);
  await page.getByLabel('Account').fill('red-river/ada');
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Log in' }).click();
  await expect(page).toHaveURL(/\/en\/desk\/record\/expense_paid$/);
});

test('a passkey is added, and logs in without a password', async ({ page }) => {
  // Passkeys belong to host names.
  const base = desk.url.replace('127.0.0.1', 'localhost');
  const authenticator = await page.context().newCDPSession(page);
  await authenticator.send('WebAuthn.enable');
  const { authenticatorId } = await authenticator.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  await setUp(page, desk.add('ada', ['recorder']).replace(desk.url, base));
  await page.goto(`${base}/en/desk/account`);
  await page.getByLabel('What to call it').fill('my phone');
  const sure = page.getByLabel('Your password, once more');
  await sure.fill('not the password at all');
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await expect(page.getByRole('alert')).toContainText('The password until now is wrong.');
  await expect(page.getByLabel('What to call it')).toHaveValue('my phone');
  await sure.fill(PASSWORD);
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await done(page, 'The passkey is added');
  await sound(page);
  await page.getByRole('button', { name: 'Log out' }).click();
  await page.goto(`${base}/en/desk/account`);
  await sound(page);
  await page.getByRole('button', { name: 'Log in with a passkey' }).click();
  await expect(page).toHaveURL(/\/en\/desk\/account$/);
  await expect(page.getByText('my phone', { exact: true })).toBeVisible();

  // Without the holder's finger it is worth nothing.
  await page.getByRole('button', { name: 'Log out' }).click();
  await authenticator.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false });
  await page.getByRole('button', { name: 'Log in with a passkey' }).click();
  await expect(page).toHaveURL(/\/en\/desk\/log-in/);
  await authenticator.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: true });
  await page.goto(`${base}/en/desk/log-in`);
  await page.getByRole('button', { name: 'Log in with a passkey' }).click();
  await (await menu(page)).getByRole('link', { name: 'Your account' }).click();
  await page.getByText('Remove: my phone').click();
  await page.locator('#sure-0').fill(PASSWORD);
  await page.getByRole('button', { name: 'Remove: my phone' }).click();
  await done(page, 'The passkey is removed');
});
