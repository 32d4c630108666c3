// Opens a file of a report from disk in Chromium and remembers what must not happen: errors and requests.
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const executablePath = process.env.CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find(existsSync);

export const launch = () =>
  chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });

// The page of a file, with `problems`: what the console or the page itself complained of, and what was asked of
// a network or of another file.
export async function open(browser, file, options = {}) {
  const context = await browser.newContext({ locale: 'ja-JP', acceptDownloads: true, ...options });
  const page = await context.newPage();
  const problems = [];
  const url = pathToFileURL(file).href;
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) problems.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => problems.push(`error: ${error.message}`));
  page.on('request', (request) => {
    const asked = request.url();
    if (asked.split('#')[0] !== url && !asked.startsWith('blob:') && !asked.startsWith('data:')) {
      problems.push(`request: ${asked}`);
    }
  });
  await page.goto(url);
  return { page, problems, context };
}
