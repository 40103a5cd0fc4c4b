import { codes, expect, test } from './world';

for (const code of codes) {
  test(`searching ${code} on the first page opens its gift`, async ({ page, lang }) => {
    await page.goto(`/${lang}/`);
    const search = page.getByRole('search');
    await search.getByRole('textbox').fill(code);
    await search.getByRole('button').click();
    await expect(page).toHaveURL(new RegExp(`/${lang}/gifts/${code}$`));
    await expect(page.getByRole('heading', { level: 1 })).toContainText(code);
  });
}

test('a code typed carelessly is understood', async ({ page, lang }) => {
  await page.goto(`/${lang}/`);
  const search = page.getByRole('search');
  await search.getByRole('textbox').fill(codes[0].toLowerCase().replaceAll('-', ''));
  await search.getByRole('button').click();
  await expect(page).toHaveURL(new RegExp(`/${lang}/gifts/${codes[0]}$`));
});

test.describe('a wrong code', () => {
  test.use({ tolerated: /status of 404/ });

  test('is answered by 404 and by help', async ({ page, lang }) => {
    const last = codes[0].at(-1);
    const wrong = codes[0].slice(0, -1) + (last === '0' ? '1' : '0');
    const response = await page.goto(`/${lang}/gifts/${wrong}`);
    expect(response?.status()).toBe(404);
    await expect(page.getByRole('main')).toContainText(wrong);
    await expect(page.getByRole('main').getByRole('search').getByRole('textbox')).toBeVisible();
  });
});
