// notices.html in Chromium: every sheet fits on its page, on the screen and on paper, in both languages.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { launch, open } from './lib.mjs';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const month = join(root, 'fixtures/month');
const houkan = process.env.HOUKAN_BIN ?? join(root, 'target/debug/houkan');
const folder = mkdtempSync(join(tmpdir(), 'houkan-notices-'));
let browser;

before(async () => {
  browser = await launch();
});
after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

// The notices of a month, and the names on its worklist.
function check(name, lang, { claims, eligibility, credentials, asOf }) {
  const out = join(folder, `${name}-${lang}`);
  const args = ['check', claims, '--as-of', asOf, '--report', 'notices,csv', '--lang', lang, '-q', '-o', out];
  if (eligibility) args.push('-e', eligibility);
  if (credentials) args.push('-c', credentials);
  const run = spawnSync(houkan, args, { encoding: 'utf8' });
  assert.ok([0, 1].includes(run.status), `${run.status} ${run.stderr} ${run.error ?? ''}`);
  const rows = readFileSync(join(out, 'worklist.csv'), 'utf8').trim().split('\r\n').slice(1);
  return { file: join(out, 'notices.html'), people: rows.length };
}

const fixture = (claims = join(month, 'claims')) => ({
  claims,
  eligibility: join(month, 'eligibility'),
  credentials: join(month, 'credentials.csv'),
  asOf: '2026-09-05',
});

// Each sheet with what is on it; those that are too small for their content are named.
const sheetsOf = (page) =>
  page.$$eval('main > .sheet', (sheets) =>
    sheets.map((sheet) => {
      const box = sheet.getBoundingClientRect();
      const outside = [...sheet.querySelectorAll('*')].filter((it) => {
        const { bottom, right } = it.getBoundingClientRect();
        return !it.closest('svg') && (bottom > box.bottom + 1 || right > box.right + 1);
      });
      return {
        isPatient: sheet.classList.contains('patient'),
        name: sheet.querySelector('.name b')?.textContent,
        overflow: Math.max(sheet.scrollHeight - sheet.clientHeight, sheet.scrollWidth - sheet.clientWidth),
        outside: outside.map((it) => it.outerHTML.slice(0, 80)),
      };
    }),
  );

// Opens the file, measures its sheets as printed, prints it and reads the paper.
async function look(name, { file }) {
  const { page, problems, context } = await open(browser, file);
  const announced = Number(await page.getAttribute('main', 'data-sheets'));
  await page.emulateMedia({ media: 'print' });
  const sheets = await sheetsOf(page);
  for (const [at, sheet] of sheets.entries()) {
    assert.ok(sheet.overflow <= 0, `${name}: sheet ${at + 1} has ${sheet.overflow} px too much`);
    assert.deepEqual(sheet.outside, [], `${name}: sheet ${at + 1}`);
  }
  await page.emulateMedia({ media: 'screen' });
  for (const [at, sheet] of (await sheetsOf(page)).entries()) {
    assert.ok(sheet.overflow <= 0, `${name}: on screen sheet ${at + 1} has ${sheet.overflow} px too much`);
  }
  await page.emulateMedia({ media: null });
  const pdf = join(folder, `${name}.pdf`);
  await page.pdf({ path: pdf, preferCSSPageSize: true, printBackground: true });
  const info = execFileSync('pdfinfo', [pdf], { encoding: 'utf8' });
  assert.match(info, /Page size:.*\(A4\)/);
  const pages = Number(/Pages:\s+(\d+)/.exec(info)[1]);
  assert.equal(sheets.length, announced, name);
  assert.equal(pages, announced, `${name}: pages of paper`);
  const paper = execFileSync('pdftotext', ['-raw', pdf, '-'], { encoding: 'utf8', maxBuffer: 1 << 28 });
  const texts = paper.split('\f').slice(0, pages).map((text) => text.normalize('NFKC').replace(/\s/g, ''));
  for (const [at, sheet] of sheets.entries()) {
    assert.ok(texts[at].length > 40, `${name}: page ${at + 1} is blank`);
    if (sheet.isPatient) {
      assert.ok(texts[at].includes(sheet.name.normalize('NFKC').replace(/\s/g, '')), `${name}: ${sheet.name} on page ${at + 1}`);
      assert.ok(texts[at].includes('0120-95-0178'), `${name}: telephone on page ${at + 1}`);
    }
  }
  assert.deepEqual(problems, []);
  await context.close();
  return sheets;
}

for (const lang of ['ja', 'en']) {
  test(`the fixture month, ${lang}`, async () => {
    const made = check('month', lang, fixture());
    const sheets = await look(`month-${lang}`, made);
    // All of the worklist, and one person whose certificate expires.
    assert.equal(sheets.filter((sheet) => sheet.isPatient).length, made.people + 1);
    assert.equal(sheets.filter((sheet) => !sheet.isPatient).length, 3);
  });

  test(`nothing serious for axe, ${lang}`, async () => {
    const { page, context } = await open(browser, check('axe', lang, fixture()).file, { bypassCSP: true });
    assert.equal(await page.getAttribute('html', 'lang'), lang);
    await page.addScriptTag({ path: axe });
    const { violations } = await page.evaluate(() => window.axe.run());
    const grave = violations.filter(({ impact }) => ['serious', 'critical'].includes(impact));
    assert.deepEqual(grave.map(({ id, nodes }) => `${id}: ${nodes[0].html}`), []);
    await context.close();
  });

  test(`a made-up month of 500 claims, ${lang}`, async () => {
    const synth = join(folder, `claims-synth-${lang}`);
    execFileSync(houkan, ['synth', '--claims', '500', '--seed', '7', '-o', synth]);
    const made = check('synth', lang, {
      claims: join(synth, 'claims'),
      eligibility: join(synth, 'eligibility'),
      credentials: join(synth, 'credentials.csv'),
      asOf: '2026-02-05',
    });
    const sheets = await look(`synth-${lang}`, made);
    assert.ok(made.people > 20);
    assert.ok(sheets.filter((sheet) => sheet.isPatient).length >= made.people);
  });

  // The longest names and the most dates that a claim file can hold, some from before 資格確認書 existed, and in
  // the last month one that will expire: there is no more to say to anybody.
  test(`long names and many dates, ${lang}`, async () => {
    const claims = join(folder, `claims-long-${lang}`);
    const names = new Set();
    const log = new Set(['insurer_no,symbol,number,birth_date,shown_on,kind,valid_to']);
    let born;
    const from = join(month, 'claims/9999991/shaho/RECEIPTH.UKE');
    const text = new TextDecoder('shift_jis').decode(readFileSync(from));
    for (const [at, of] of ['202411', '202512', '202601', '202602'].entries()) {
      const lines = text.split(/\r?\n/).map((line) => {
        const fields = line.split(',');
        if (fields[0] === 'RE') {
          fields[4] = `${fields[4]}${'鑑'.repeat(40 - fields[4].length)}`;
          names.add(fields[4]);
          born = fields[7];
        }
        if (fields[0] === 'HO') {
          const insured = [...fields.slice(1, 4), born];
          log.add([...insured, '2024-11-01', 'myna', '2024-01-31'].join(','));
          log.add([...insured, '2026-02-01', 'certificate', '2026-10-01'].join(','));
        }
        if (fields[0] === 'HM') fields[5] = '架'.repeat(40);
        // Every other day, so that the days are no run.
        if (fields[0] === 'JD') for (let day = 1; day <= 28; day++) fields[1 + day] = day % 2 ? '1' : '';
        return fields.join(',').replaceAll('202601', of);
      });
      mkdirSync(join(claims, String(at)), { recursive: true });
      writeFileSync(join(claims, String(at), 'RECEIPTH.UKE'), lines.join('\r\n'));
    }
    const credentials = join(folder, `long-${lang}.csv`);
    writeFileSync(credentials, [...log].join('\n'));
    const made = check('long', lang, { ...fixture(claims), credentials });
    const html = readFileSync(made.file, 'utf8');
    assert.ok(html.includes(lang === 'ja' ? '2026年10月1日です' : 'until 2026-10-01'));
    assert.ok(html.includes(lang === 'ja' ? '2024年12月2日より前の日' : 'days before 2024-12-02'));
    const sheets = await look(`long-${lang}`, made);
    const patients = sheets.filter((sheet) => sheet.isPatient);
    assert.ok(patients.length > 5);
    for (const { name } of patients) assert.ok(names.has(name), name);
  });
}

test('nobody needs one', async () => {
  const claims = join(folder, 'none.UKE');
  writeFileSync(claims, 'HM,1,13,6,9999991,MIHON,202602,\r\nGO,0,0,99\r\n');
  const sheets = await look('none', check('none', 'ja', { ...fixture(claims) }));
  assert.equal(sheets.length, 1);
  assert.ok(readdirSync(join(folder, 'none-ja')).includes('notices.html'));
});
