import { defineConfig } from '@playwright/test';

// `cargo xtask test` starts the server and says where it is; to run these by hand, start one and do the same:
//   BASE_URL=http://127.0.0.1:3000 CODES=G-48KA-6KMQ npx playwright test
if (!process.env.BASE_URL || !process.env.CODES) {
  throw new Error('BASE_URL and CODES are not set: run `cargo xtask test`');
}

export default defineConfig({
  testDir: 'tests',
  outputDir: '../target/browser-tests',
  reporter: 'list',
  fullyParallel: true,
  forbidOnly: true,
  timeout: 60_000,
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
  projects: [
    { name: 'phone', use: { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true } },
    { name: 'desk', use: { viewport: { width: 1280, height: 900 } } },
  ],
});
