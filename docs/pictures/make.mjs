// Makes the pictures of the README from the fixture month:
//
//     npm ci --prefix tests/browser
//     HOUKAN_BIN=target/release/houkan node docs/pictures/make.mjs
//
// Needs Chromium, LibreOffice (soffice), pdftoppm and pngquant. A form that is not there is passed over.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launch, open } from '../../tests/browser/lib.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '../..');
const month = join(root, 'fixtures/month');
const houkan = process.env.HOUKAN_BIN ?? join(root, 'target/release/houkan');
const WIDTH = 900;
const BYTES_MAX = 150 * 1024;

function run(command, args, statuses = [0]) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
  if (error || !statuses.includes(status)) throw new Error(`${command}: ${error ?? stderr}`);
  return stdout;
}

// A palette of fewer colours until the file is small.
function keep(raw, name) {
  const out = join(here, name);
  for (const colours of ['64', '32', '16', '8']) {
    run('pngquant', ['--force', '--nofs', '--strip', '--output', out, colours, raw]);
    if (statSync(out).size <= BYTES_MAX) break;
  }
  const { size } = statSync(out);
  if (size > BYTES_MAX) throw new Error(`${name} has ${size} bytes`);
  console.log(`${name}: ${size} bytes`);
}

const folder = mkdtempSync(join(tmpdir(), 'houkan-pictures-'));
const browser = await launch();
try {
  const report = join(folder, 'report');
  const inputs = [join(month, 'claims'), '-e', join(month, 'eligibility'), '-c', join(month, 'credentials.csv')];
  const forms = ['--report', 'html,xlsx,notices', '--lang', 'ja', '--as-of', '2026-09-05', '-q', '-o', report];
  run(houkan, ['check', ...inputs, ...forms], [0, 1]);
  const has = (file) => {
    const path = join(report, file);
    const isThere = existsSync(path) && statSync(path).size > 0;
    if (!isThere) console.log(`${file} is not there: no picture of it`);
    return isThere;
  };
  if (has('report.html')) {
    const viewport = { width: 1280, height: 900 };
    const { page } = await open(browser, join(report, 'report.html'), { viewport, deviceScaleFactor: WIDTH / viewport.width });
    await page.waitForTimeout(500);
    const raw = join(folder, 'page.png');
    await page.screenshot({ path: raw });
    keep(raw, 'page.png');
  }
  if (has('notices.html')) {
    const viewport = { width: 900, height: 1250 };
    const { page } = await open(browser, join(report, 'notices.html'), { viewport });
    const raw = join(folder, 'notice.png');
    await page.locator('.patient').first().screenshot({ path: raw });
    keep(raw, 'notice.png');
  }
  if (has('report.xlsx')) {
    run('soffice', [
      `-env:UserInstallation=file://${folder}/office`,
      '--headless',
      '--convert-to',
      'pdf',
      '--outdir',
      folder,
      join(report, 'report.xlsx'),
    ]);
    // Each page begins with the name of its sheet.
    const pages = run('pdftotext', ['-layout', join(folder, 'report.pdf'), '-']).split('\f');
    const page = String(1 + pages.findIndex((text) => text.trimStart().startsWith('対応リスト')));
    const scale = ['-scale-to-x', String(WIDTH), '-scale-to-y', '-1'];
    const one = ['-png', '-f', page, '-l', page, '-singlefile'];
    run('pdftoppm', [...scale, ...one, join(folder, 'report.pdf'), join(folder, 'workbook')]);
    keep(join(folder, 'workbook.png'), 'workbook.png');
  }
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}
