import { defineConfig, type PlaywrightTestOptions, type Project } from '@playwright/test';

import type { World } from './tests/world';

// `cargo xtask test` starts the server and says where it is; to run these by hand, start one and do the same:
//   BASE_URL=http://127.0.0.1:3000 CODES=G-48KA-6KMQ npx playwright test
if (!process.env.BASE_URL || !process.env.CODES) {
  throw new Error('BASE_URL and CODES are not set: run `cargo xtask test`');
}

const SCREENS = {
  phone: { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true },
  desk: { viewport: { width: 1280, height: 900 } },
};

/** What anybody may read: held to it at both widths, in both languages, with and without JavaScript. */
const PUBLIC = /\/(walks|figures|search|gift|fund|entry|language|picture|reports|api|every-page)\.spec\.ts$/;

const screens = Object.entries(SCREENS);

/** `phone-zh-plain`: plain is without JavaScript. */
const matrix = screens.flatMap(([screen, use]) =>
  (['en', 'zh'] as const).flatMap((lang) =>
    [true, false].map((javaScriptEnabled): Project<PlaywrightTestOptions & World> => ({
      name: `${screen}-${lang}${javaScriptEnabled ? '' : '-plain'}`,
      testMatch: PUBLIC,
      use: { ...use, lang, javaScriptEnabled },
    })),
  ),
);

/** The others choose their languages themselves, and turn JavaScript off where that can mean something. */
const others = screens.map(([screen, use]): Project<PlaywrightTestOptions & World> => ({ name: screen, testIgnore: PUBLIC, use }));

export default defineConfig<PlaywrightTestOptions & World>({
  testDir: 'tests',
  outputDir: '../target/browser-tests',
  reporter: 'list',
  fullyParallel: true,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  // Browser and server wait for each other: a second worker fills the time between.
  workers: 2,
  use: {
    baseURL: process.env.BASE_URL,
    locale: 'en-GB',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [...matrix, ...others],
});
