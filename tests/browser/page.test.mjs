// Opens report.html, made by the program from the fixture month, in a real browser and uses it as a clerk would.
// HOUKAN_BIN names the program.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { launch, open } from './lib.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const bin = process.env.HOUKAN_BIN;

let folder;
let browser;
// Folders of reports: the month in both languages, claims that break readers, a name that is HTML.
const reports = {};

// Runs `check`; findings are no failure (exit 1), nor is a file that cannot be read (exit 2).
function check(name, args) {
  const out = join(folder, name);
  const month = ['--as-of', '2026-09-05', '--report', 'csv', '--report', 'html', '-o', out];
  try {
    execFileSync(bin, ['check', ...args, ...month], { cwd: root, stdio: 'pipe' });
  } catch (error) {
    if (![1, 2, 3].includes(error.status)) throw error;
  }
  reports[name] = out;
}

const MONTH = ['fixtures/month/claims', '-e', 'fixtures/month/eligibility', '-c', 'fixtures/month/credentials.csv'];
const HOSTILE_NAME = '<img src=x onerror=alert(1)></script><script>alert(2)</script>';

// A claim file with a name that would be HTML, and one that a spreadsheet would run.
function hostileClaims() {
  const claims = join(folder, 'hostile-names');
  mkdirSync(claims);
  const source = readFileSync(join(root, 'fixtures/hostile/claims/utf8.UKE'), 'utf8');
  const lines = source.split(/\r?\n/).map((line) => {
    const fields = line.split(',');
    if (fields[0] === 'RE') fields[4] = HOSTILE_NAME;
    return fields.join(',');
  });
  writeFileSync(join(claims, 'RECEIPTH.UKE'), lines.join('\r\n'));
  return claims;
}

before(async () => {
  assert.ok(bin, 'HOUKAN_BIN names the program');
  folder = mkdtempSync(join(tmpdir(), 'houkan-page-'));
  check('ja', [...MONTH, '--lang', 'ja']);
  check('en', [...MONTH, '--lang', 'en']);
  check('hostile-ja', ['fixtures/hostile/claims', '--lang', 'ja']);
  check('hostile-en', ['fixtures/hostile/claims', '--lang', 'en']);
  check('unread', ['fixtures/hostile/claims/binary.UKE', '--lang', 'ja']);
  check('names', [hostileClaims(), '--lang', 'ja']);
  browser = await launch();
});

after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

const pageOf = (name) => join(reports[name], 'report.html');

async function opened(name, options) {
  const { page, problems, context } = await open(browser, pageOf(name), options);
  await page.waitForSelector('html[data-ready]');
  return { page, problems, context };
}

// Opens a report, does something and sees to it that nothing went wrong in the page.
async function using(name, act, options) {
  const it = await opened(name, options);
  try {
    await act(it.page, it.context);
    assert.deepEqual(it.problems, []);
  } finally {
    await it.context.close();
  }
}

// RFC 4180, as objects by column.
function csv(file) {
  const text = readFileSync(file, 'utf8').replace(/^\ufeff/, '');
  const rows = [];
  let row = [];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r\n|$)/g)) {
    row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end !== ',') {
      rows.push(row);
      row = [];
    }
  }
  const [head, ...lines] = rows.filter((line) => line.length > 1);
  return lines.map((line) => Object.fromEntries(head.map((name, at) => [name, line[at]])));
}

// A cell of a CSV file is defused when a spreadsheet would run it.
const same = (shown, cell) => cell === shown || cell === `'${shown}`;

const count = async (page) => Number((await page.getAttribute('#grid', 'aria-rowcount')) ?? 0) - 1;
const showTab = (page, name) => page.click(`#tab-${name}`);
const rowTexts = (page) => page.$$eval('#grid .body .row', (rows) => rows.map((row) => row.textContent));

test('every message and action is that of findings.csv, in both languages', async () => {
  for (const [ja, en] of [['ja', 'en'], ['hostile-ja', 'hostile-en']]) {
    await using(ja, async (page) => {
      const shown = await page.evaluate(() =>
        Array.from({ length: findings.count }, (_, f) => [0, 1].map((of) => [findings.message(f, of), findings.action(f, of)])));
      for (const [of, name] of [ja, en].entries()) {
        const rows = csv(join(reports[name], 'findings.csv'));
        assert.equal(shown.length, rows.length);
        assert.ok(rows.length > 10);
        rows.forEach((row, at) => {
          const [message, action] = shown[at][of];
          assert.ok(same(message, row.message), `${row.code}: ${message} / ${row.message}`);
          assert.ok(same(action, row.action), `${row.code}: ${action} / ${row.action}`);
        });
      }
    });
  }
});

test('the tables have the rows of the CSV files', async () => {
  await using('ja', async (page) => {
    for (const [tab, file] of [['people', 'worklist'], ['claims', 'verdicts'], ['findings', 'findings']]) {
      await showTab(page, tab);
      assert.equal(await count(page), csv(join(reports.ja, `${file}.csv`)).length, tab);
    }
    const summary = JSON.parse(readFileSync(join(reports.ja, 'summary.json'), 'utf8'));
    await showTab(page, 'inputs');
    assert.equal(await count(page), summary.inputs.length + summary.notes.length);
    const yen = await page.textContent('#tiles li:nth-child(5) .value');
    assert.equal(yen.replace(/\D/g, ''), String(summary.proof.yen_in));
    // Nothing to compare with: no table of what is solved.
    assert.equal(await page.$('#tab-solved'), null);
  });
});

test('the worklist stands in the order of worklist.csv', async () => {
  await using('ja', async (page) => {
    const shown = await page.evaluate(() =>
      Array.from({ length: people.count }, (_, p) => [claims.name(people.first(p)), String(data.people.yen[p]), people.ask(p)]));
    const rows = csv(join(reports.ja, 'worklist.csv'));
    assert.deepEqual(shown, rows.map((row) => [row.patient_name, row.yen_at_risk, row.ask]));
  });
});

test('filters leave what they should', async () => {
  await using('ja', async (page) => {
    const verdicts = csv(join(reports.ja, 'verdicts.csv'));
    const found = csv(join(reports.ja, 'findings.csv'));
    await showTab(page, 'claims');
    await page.selectOption('#filter-verdict', 'NEED_CERT');
    assert.equal(await count(page), verdicts.filter((row) => row.verdict === 'NEED_CERT').length);
    await page.selectOption('#filter-verdict', 'needs');
    assert.equal(await count(page), verdicts.filter((row) => row.needs_certificate === 'true').length);
    await page.click('#clear');
    assert.equal(await count(page), verdicts.length);
    await showTab(page, 'findings');
    await page.selectOption('#filter-level', 'error');
    assert.equal(await count(page), found.filter((row) => row.level === 'error').length);
    const { code } = found.find((row) => row.level === 'error');
    await page.selectOption('#filter-code', code);
    assert.equal(await count(page), found.filter((row) => row.level === 'error' && row.code === code).length);
  });
});

test('a bar of a chart filters the table', async () => {
  await using('ja', async (page) => {
    const verdicts = csv(join(reports.ja, 'verdicts.csv'));
    await page.click('.chart-verdicts .bar >> nth=0');
    assert.equal(await page.getAttribute('#tab-claims', 'aria-selected'), 'true');
    assert.equal(await count(page), verdicts.filter((row) => row.verdict === 'NEED_CERT').length);
    // By keyboard: arrows go from day to day, Enter filters.
    await page.focus('.chart-days .bar[tabindex="0"]');
    await page.keyboard.press('ArrowRight');
    const day = await page.evaluate(() => document.activeElement.getAttribute('aria-label'));
    await page.keyboard.press('Enter');
    const [, year, month, number] = /(\d+)年(\d+)月(\d+)日/.exec(day);
    const date = `${year}-${month.padStart(2, '0')}-${number.padStart(2, '0')}`;
    assert.equal(await page.evaluate(() => state.filter.date), date);
    const visits = await page.evaluate(([name, at]) => {
      let visited = 0;
      for (let c = 0; c < claims.count; c++) visited += claims.month(c) === name && (claims.of('visits', c) >> (at - 1)) & 1;
      return visited;
    }, [date.slice(0, 7), Number(number)]);
    assert.ok(visits > 0);
    assert.equal(await count(page), visits);
  });
});

test('search does not mind widths, kana and case', async () => {
  await using('ja', async (page) => {
    await showTab(page, 'claims');
    const { claim, others } = await page.evaluate(() => {
      const kana = claims.text('kana', 0).normalize('NFKC').replace(/\s/g, '');
      const all = Array.from({ length: claims.count }, (_, c) => claims.text('kana', c).normalize('NFKC').replace(/\s/g, ''));
      return { claim: kana, others: all.filter((one) => one.includes(kana)).length };
    });
    const hiragana = claim.replace(/[\u30a1-\u30f6]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0x60));
    for (const typed of [claim, hiragana]) {
      await page.fill('#search', typed);
      assert.equal(await count(page), others, typed);
    }
    await showTab(page, 'findings');
    const found = csv(join(reports.ja, 'findings.csv'));
    const wide = 'need_cert'.replace(/[a-z_]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));
    await page.fill('#search', wide);
    assert.ok((await count(page)) >= found.filter((row) => row.code === 'NEED_CERT').length);
    assert.ok((await count(page)) < found.length);
    await page.fill('#search', 'このような行はありません');
    assert.equal(await count(page), 0);
    assert.match(await page.getAttribute('#grid', 'data-empty'), /条件/);
  });
});

test('columns sort upwards, downwards and back', async () => {
  await using('ja', async (page) => {
    await showTab(page, 'claims');
    const yen = csv(join(reports.ja, 'verdicts.csv')).filter((row) => row.total_yen !== '').map((row) => Number(row.total_yen));
    const heading = page.locator('#grid [role=columnheader]', { hasText: '合計金額' });
    const first = () => page.evaluate(() => claims.of('yen', grid.rows[0]) ?? -1);
    await heading.locator('button').click();
    assert.equal(await heading.getAttribute('aria-sort'), 'ascending');
    assert.equal(await first(), Math.min(...yen));
    await heading.locator('button').click();
    assert.equal(await heading.getAttribute('aria-sort'), 'descending');
    assert.equal(await first(), Math.max(...yen));
    await heading.locator('button').click();
    assert.equal(await heading.getAttribute('aria-sort'), 'none');
    assert.equal(await page.evaluate(() => grid.rows.every((c, at) => c === at)), true);
  });
});

// A column after a click on its heading: what its cells say, in the order of the rows.
async function sortedBy(page, id) {
  const at = await page.evaluate((wanted) => grid.columns.findIndex((column) => column.id === wanted), id);
  assert.ok(at >= 0, id);
  await page.locator('#grid [role=columnheader]').nth(at).locator('button').click();
  return page.evaluate((number) => grid.rows.map((row) => grid.columns[number].get(row)), at);
}

// What days are sorted by: the first, and how many there are.
const keyOfDays = (dates) => `${dates[0]} ${String(dates.length).padStart(2, '0')}`;

// The values one after the other, those without one behind: upwards, and downwards too.
function assertSorted(values, isAfter, what) {
  const some = values.filter((value) => value !== '');
  assert.ok(new Set(some).size > 3, `${what}: too few values`);
  assert.ok(values.slice(some.length).every((value) => value === ''), `${what}: what is empty is last`);
  some.slice(1).forEach((value, at) => assert.ok(!isAfter(some[at], value), `${what}: ${some[at]} before ${value}`));
}

test('days sort by date, and several days tell their year', async () => {
  await using('ja', async (page) => {
    const verdicts = csv(join(reports.ja, 'verdicts.csv'));
    const found = csv(join(reports.ja, 'findings.csv'));
    for (const [tab, id, rows, name] of [
      ['claims', 'cert_dates', verdicts, 'cert_dates'], ['claims', 'bad_dates', verdicts, 'bad_dates'], ['findings', 'dates', found, 'dates'],
    ]) {
      await showTab(page, tab);
      const keys = () => page.evaluate(() => grid.rows).then((order) =>
        order.map((at) => (rows[at][name] === '' ? '' : keyOfDays(rows[at][name].split(';')))));
      const shown = await sortedBy(page, id);
      assertSorted(await keys(), (one, next) => one > next, `${id} upwards`);
      assert.ok(shown.filter((words) => words !== '').every((words) => /^\d{4}年\d+月\d+日/.test(words)), shown.join(' '));
      await sortedBy(page, id);
      assertSorted(await keys(), (one, next) => one < next, `${id} downwards`);
    }
    // The messages stay as the program writes them.
    const told = await page.evaluate(() => [datesText('2026-01', 0b1000000010), daysText('2026-01', 0b1000000010), datesText('2026-01', 2)]);
    assert.deepEqual(told, ['2026年1月2日・10日', '1月2日・10日', '2026年1月2日']);
    await page.click('#lang');
    assert.equal(await page.evaluate(() => datesText('2026-01', 0b1000000010)), '2026-01-02, 2026-01-10');
  });
});

test('claim numbers sort as numbers, in both tables', async () => {
  await using('ja', async (page) => {
    for (const tab of ['claims', 'findings']) {
      await showTab(page, tab);
      for (const isAfter of [(one, next) => one > next, (one, next) => one < next]) {
        const shown = await sortedBy(page, 'claim_no');
        assert.ok(shown.some((no) => Number(no) >= 10), 'numbers of several digits');
        assertSorted(shown.map((no) => no && Number(no)), isAfter, tab);
      }
    }
    const order = await page.evaluate(() => ['B', '10', '9', 'A1', '010'].sort((a, b) => (numberKey(a) < numberKey(b) ? -1 : 1)));
    assert.deepEqual([order[0], ...order.slice(3)], ['9', 'A1', 'B']);
  });
});

test('the bars of kinds and stations add up, also when there are many', async () => {
  const file = changed('ja', (rows) => {
    rows.stations = Array.from({ length: 40 }, (_, at) => [`13699${String(at).padStart(5, '0')}`, `ステーション ${at}`]);
    rows.claims.station = rows.claims.station.map((_, at) => at % 40);
    rows.claims.kind = rows.claims.kind.map((_, at) => at % Math.min(9, rows.ids.kinds.length));
  });
  const { page, problems, context } = await open(browser, file);
  await page.waitForSelector('html[data-ready]');
  const lines = (id) => page.$$eval(`.chart-${id} .bar, .chart-${id} .rest`, (all) => all.map((one) => ({
    role: one.getAttribute('role'), label: one.getAttribute('aria-label'), words: one.querySelector('.label').textContent, value: one.querySelector('.value').textContent,
  })));
  const total = (all) => all.reduce((sum, { value }) => sum + Number(value.replace(/\D/g, '')), 0);
  const numbers = { kinds: csv(join(reports.ja, 'verdicts.csv')).length, stations: await page.evaluate(() => riskYen()) };
  const rest = { ja: { kinds: /^ほか 3種類 \d+件$/, stations: /^ほか 34か所 [\d,]+円$/ }, en: { kinds: /^3 more kinds \d+$/, stations: /^34 more stations ¥[\d,]+$/ } };
  for (const lang of ['ja', 'en']) {
    for (const id of ['kinds', 'stations']) {
      await page.waitForSelector(`.chart-${id} .rest`);
      const all = await lines(id);
      assert.equal(total(all), numbers[id], `${lang} ${id}`);
      const last = all.at(-1);
      assert.deepEqual(all.map(({ role }) => role), [...Array(6).fill('button'), 'img']);
      assert.match(last.label, rest[lang][id]);
      assert.equal(`${last.words} ${last.value}`, last.label);
    }
    await page.click('#lang');
  }
  // It is no filter.
  await page.click('.chart-stations .rest .value');
  assert.ok(await page.evaluate(() => state.tab === 'people' && Object.values(state.filter).every((value) => value === '')));
  assert.deepEqual(problems, []);
  await context.close();
});

test('verdicts and reasons are found by their words and by their codes', async () => {
  await using('ja', async (page) => {
    const verdicts = csv(join(reports.ja, 'verdicts.csv'));
    const holding = (verdict) => verdicts.filter((row) => row.verdict === verdict).length;
    const found = async (typed) => {
      await page.fill('#search', typed);
      return count(page);
    };
    await showTab(page, 'claims');
    assert.ok(holding('NEED_CERT') > 0);
    for (const typed of ['要確認', 'NEED_CERT', 'need_cert']) assert.equal(await found(typed), holding('NEED_CERT'), typed);
    const { reason, verdict } = verdicts.find((row) => row.verdict === 'NEED_CERT');
    const same = verdicts.filter((row) => row.reason === reason).length;
    assert.ok((await found(reason)) >= same, reason);
    const words = await page.evaluate((id) => t(`reason-${id}`), reason);
    assert.ok((await found(words)) >= same, words);
    // Together with what else is searched in.
    const one = verdicts.find((row) => row.verdict === verdict);
    await page.fill('#search', `要確認 ${one.patient_name.replace(/\s/g, '')}`);
    const left = await page.evaluate(() => grid.rows.map((c) => [claims.name(c), data.ids.verdicts[claims.of('verdict', c)]]));
    assert.ok(left.length > 0 && left.every(([name, id]) => name === one.patient_name && id === 'NEED_CERT'), JSON.stringify(left));
    await showTab(page, 'people');
    await page.fill('#search', '');
    const asked = await page.evaluate(() => Array.from({ length: people.count }, (_, p) => data.ids.verdicts[people.outcome(p)]));
    assert.equal(await found('要確認'), asked.filter((id) => id === 'NEED_CERT').length);
    // In the language that is shown.
    await showTab(page, 'claims');
    await page.click('#lang');
    const english = await page.evaluate((id) => t(`verdict-${id}`), 'NEED_CERT');
    assert.ok((await found(english)) >= holding('NEED_CERT'), english);
    assert.equal(await found('要確認'), 0);
  });
});

test('no chip is cut off', async () => {
  for (const lang of ['ja', 'en']) {
    await using(lang, async (page) => {
      // In turn all that there are, also those that the month has not.
      await page.evaluate(() => {
        people.outcome = (p) => [TRANSITIONAL, NEED_CERT][p % 2];
        data.claims.verdict = data.claims.verdict.map((_, c) => c % data.ids.verdicts.length);
        data.findings.level = data.findings.level.map((_, f) => f % data.ids.levels.length);
      });
      for (const [tab, kinds] of [['people', 2], ['claims', 7], ['findings', 3]]) {
        await showTab(page, tab);
        const chips = await page.$$eval('#grid .row .chip', (all) => all.map((one) => {
          const cell = one.closest('[role=gridcell]');
          return { words: one.textContent, isCut: cell.scrollWidth > cell.clientWidth };
        }));
        assert.equal(new Set(chips.map(({ words }) => words)).size, kinds, `${lang} ${tab}`);
        assert.deepEqual(chips.filter(({ isCut }) => isCut), [], `${lang} ${tab}`);
      }
    });
  }
});

test('the language switches at once and is remembered', async () => {
  await using('ja', async (page) => {
    assert.equal(await page.getAttribute('html', 'lang'), 'ja');
    assert.equal(await page.evaluate(() => localStorage.getItem('houkan.lang')), null);
    await page.click('#lang');
    assert.equal(await page.getAttribute('html', 'lang'), 'en');
    for (const tab of ['people', 'claims', 'findings', 'inputs']) {
      await showTab(page, tab);
      const words = await page.$$eval('main button, main label > span, [role=columnheader]', (all) => all.map((one) => one.textContent));
      const japanese = words.filter((word) => /[\u3041-\u30ff]/.test(word));
      assert.deepEqual(japanese, [], tab);
    }
    await page.reload();
    await page.waitForSelector('html[data-ready]');
    assert.equal(await page.getAttribute('html', 'lang'), 'en');
  });
  await using('en', async (page) => {
    assert.equal(await page.getAttribute('html', 'lang'), 'en');
    // Blanks at the end of a message stay.
    assert.deepEqual(await page.evaluate(() => [t('page-comma'), t('page-colon')]), [', ', ': ']);
    await page.focus('#grid');
    await page.keyboard.press('Enter');
    const ask = await page.evaluate(() => people.ask(0));
    assert.ok((await page.textContent('#detail .ask')).endsWith(`: ${ask}`));
  });
});

test('only rows in sight are in the document', async () => {
  await using('ja', async (page) => {
    await showTab(page, 'findings');
    const all = await count(page);
    const drawn = (await rowTexts(page)).length;
    assert.ok(drawn < all, `${drawn} of ${all}`);
    await page.focus('#grid');
    await page.keyboard.press('End');
    const last = await page.$eval('#grid .row.at', (row) => row.getAttribute('aria-rowindex'));
    assert.equal(Number(last), all + 1);
    assert.ok(await atIsSeen(page));
  });
});

// The row at which the user is stands whole in the table. Asked in one step: rows are made anew while scrolling.
const atIsSeen = (page) =>
  page.evaluate(() => {
    const [own, box] = ['#grid .row.at', '#grid'].map((one) => document.querySelector(one).getBoundingClientRect());
    return own.top >= box.top && own.bottom <= box.bottom + 1;
  });

test('more rows than a browser can draw below each other are reached, too', async () => {
  await using('ja', async (page) => {
    await showTab(page, 'findings');
    await page.evaluate(() => grid.setRows(Array.from({ length: 1000000 }, (_, at) => at % findings.count)));
    await page.focus('#grid');
    for (const [key, at] of [['End', 999999], ['ArrowUp', 999998], ['Home', 0], ['ArrowDown', 1]]) {
      await page.keyboard.press(key);
      assert.equal(await page.getAttribute('#grid', 'aria-activedescendant'), `row-${at}`, key);
      assert.ok(await atIsSeen(page), key);
    }
    // Half way down the bar is half way down the rows.
    await page.$eval('#grid', (box) => (box.scrollTop = (box.scrollHeight - box.clientHeight) / 2));
    await page.waitForTimeout(100);
    const shown = await page.$$eval('#grid .row', (rows) => rows.map((row) => Number(row.getAttribute('aria-rowindex'))));
    assert.ok(Math.abs(shown[0] - 500000) < 100, String(shown[0]));
  });
});

test('a run without a single claim has its page', async () => {
  await using('unread', async (page) => {
    assert.equal(await page.textContent('#tiles li:nth-child(6) .value'), '1個');
    await showTab(page, 'claims');
    assert.equal(await count(page), 0);
    await showTab(page, 'inputs');
    assert.match((await rowTexts(page))[0], /読み取れない/);
  });
});

test('by keyboard alone: tabs, rows, detail and back', async () => {
  await using('ja', async (page) => {
    await page.keyboard.press('/');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'search');
    await page.focus('#tab-people');
    await page.keyboard.press('ArrowRight');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'tab-claims');
    assert.equal(await page.getAttribute('#tab-claims', 'aria-selected'), 'true');
    await page.focus('#grid');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('PageDown');
    await page.keyboard.press('PageUp');
    assert.equal(await page.getAttribute('#grid', 'aria-activedescendant'), await page.$eval('#grid .row.at', (row) => row.id));
    await page.keyboard.press('Home');
    assert.equal(await page.getAttribute('#grid', 'aria-activedescendant'), 'row-0');
    await page.keyboard.press('Enter');
    assert.ok(await page.evaluate(() => find('detail').open && find('detail').contains(document.activeElement)));
    await page.keyboard.press('Escape');
    assert.equal(await page.evaluate(() => find('detail').open), false);
    assert.equal(await page.evaluate(() => document.activeElement.id), 'grid');
  });
});

test('the detail has the claim, its calendar and its findings', async () => {
  await using('ja', async (page) => {
    const verdicts = csv(join(reports.ja, 'verdicts.csv'));
    const at = verdicts.findIndex((row) => row.verdict === 'NEED_CERT' && row.service_month === '2026-01');
    const row = verdicts[at];
    await page.evaluate((c) => openClaim(c), at);
    const told = await page.textContent('#detail');
    for (const value of [row.patient_name, row.insurer_no, row.claim_no, row.birth_date, row.station_code]) {
      assert.ok(told.includes(value), value);
    }
    const cells = await page.$$eval('#detail .calendar td .number', (all) =>
      all.map((one) => [Number(one.textContent), one.parentElement.className, one.parentElement.querySelector('.sign')?.textContent ?? '']));
    assert.equal(cells.length, 31);
    const needed = cells.filter(([, style]) => style.includes('day-NEED_CERT')).map(([day]) => day);
    const bad = row.bad_dates.split(';').map((date) => Number(date.slice(8)));
    assert.deepEqual(needed, bad);
    assert.ok(cells.filter(([day]) => bad.includes(day)).every(([, , sign]) => sign !== ''));
    const visited = cells.filter(([, style]) => /day-[A-Z]/.test(style)).length;
    assert.equal(visited, Number(row.visit_days));
    const found = csv(join(reports.ja, 'findings.csv')).filter((one) => one.claim_no === row.claim_no && one.source_file === row.source_file);
    assert.equal(await page.locator('#detail .finding').count(), found.length);
    for (const one of found) assert.ok(told.includes(one.message) && told.includes(one.action), one.code);
    // Folded, and in words when opened.
    const folded = page.locator('#detail details').first();
    assert.equal(await folded.evaluate((one) => one.open), false);
    await folded.locator('summary').click();
    assert.ok((await folded.innerText()).includes('根拠'));
  });
});

test('cap and window are drawn in where they touch the month', async () => {
  await using('ja', async (page) => {
    const shown = await page.evaluate(() => {
      const found = {};
      for (let c = 0; c < claims.count; c++) {
        const month = claims.month(c);
        const [cap, from, to] = ['cap', 'window_from', 'window_to'].map((column) => claims.text(column, c));
        if (!/^\d{4}-\d{2}$/.test(month)) continue;
        openClaim(c);
        const marked = (style) => document.querySelectorAll(`#detail td.${style}`).length;
        if (cap.startsWith(month)) found.cap = (found.cap || 0) + (marked('cap') === 1 ? 0 : 1);
        else if (marked('cap') > 0) found.cap = 1000;
        const days = Array.from({ length: 31 }, (_, at) => `${month}-${String(at + 1).padStart(2, '0')}`).slice(0, lengthOf(month));
        const expected = from === '' ? 0 : days.filter((day) => from <= day && day <= to).length;
        if (expected > 0) found.window = (found.window || 0) + (marked('window') === expected ? 0 : 1);
        else if (marked('window') > 0) found.window = 1000;
      }
      return found;
    });
    // Some claims of the fixture have either in their month; none is drawn wrongly.
    assert.deepEqual(shown, { window: 0, cap: 0 });
  });
});

test('marks and memos are kept, exported and there again', async () => {
  await using('ja', async (page) => {
    await page.focus('#grid');
    await page.keyboard.press('Space');
    const { keys, codes } = await page.evaluate(() => ({
      keys: data.people.claims[0].map((c) => claims.text('key', c)),
      codes: people.findings(0).map((f) => findings.code(f)),
    }));
    assert.ok(codes.length > 0 && keys.every((key) => /^[0-9a-f]{16}$/.test(key)));
    await page.keyboard.press('Enter');
    const memo = '電話済み "様子見" \\ 次回\n<b>持参</b>';
    const note = page.locator('#detail .person .noting');
    assert.ok(await note.locator('input[type=checkbox]').isChecked());
    await note.locator('textarea').fill(memo);
    await note.locator('input[type=date]').fill('2026-12-31');
    await page.keyboard.press('Escape');
    await page.reload();
    await page.waitForSelector('html[data-ready]');
    assert.match((await rowTexts(page))[0], /☑/);
    await page.selectOption('#filter-handled', 'not');
    assert.equal(await count(page), csv(join(reports.ja, 'worklist.csv')).length - 1);
    await page.selectOption('#filter-handled', 'done');
    assert.equal(await count(page), 1);
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('#export')]);
    assert.equal(download.suggestedFilename(), 'houkan-ignore.toml');
    const toml = readFileSync(await download.path(), 'utf8');
    const expected = ['[[ignore]]', `code = "${codes[0]}"`, `claim = "${keys[0]}"`,
      'memo = "電話済み \\"様子見\\" \\\\ 次回\\n<b>持参</b>"', 'until = 2026-12-31'].join('\n');
    assert.ok(toml.includes(`${expected}\n`), toml);
    assert.equal(toml.match(/^\[\[ignore\]\]$/gm).length, codes.length);
    await download.saveAs(join(folder, 'accepted.toml'));
  });
  // The program takes what the page writes: the person is asked no more, and the rest is as it was.
  check('accepted', [...MONTH, '--lang', 'ja', '--ignore', join(folder, 'accepted.toml'), '--baseline', reports.ja]);
  const persons = (name) => csv(join(reports[name], 'worklist.csv')).length;
  assert.equal(persons('accepted'), persons('ja') - 1);
  const { ignored, baseline } = JSON.parse(readFileSync(join(reports.accepted, 'summary.json'), 'utf8'));
  assert.equal(ignored.unused + ignored.expired, 0);
  assert.ok(ignored.findings > 0 && ignored.used === ignored.entries);
  assert.deepEqual([baseline.findings.new, baseline.findings.solved], [0, 0]);
  await using('accepted', async (page) => {
    assert.match(await page.textContent('#notices'), new RegExp(`指摘 ${ignored.findings}件を除き、レセプト ${ignored.claims_settled}件を`));
    assert.doesNotMatch(await page.textContent('#notices'), /期限の過ぎた|当てはまる指摘のなかった/);
    assert.equal(await count(page), persons('accepted'));
    // What is settled still needs a certificate, but nobody is asked: tile, chart, filter and worklist agree.
    const list = csv(join(reports.accepted, 'worklist.csv'));
    const total = (column) => list.reduce((sum, row) => sum + Number(row[column]), 0);
    const needed = csv(join(reports.accepted, 'verdicts.csv')).filter((row) => row.needs_certificate === 'true').length;
    assert.equal(total('claims'), needed - ignored.claims_settled);
    assert.ok(ignored.claims_settled > 0);
    const tile = page.locator('#tiles li:nth-child(2)');
    assert.equal(await tile.locator('.label').textContent(), '確認が要るレセプトの金額');
    assert.equal((await tile.locator('.value').textContent()).replace(/\D/g, ''), String(total('yen_at_risk')));
    const charted = await page.evaluate(() => sums().stations.reduce((sum, station) => sum + station.yen, 0));
    assert.equal(charted, total('yen_at_risk'));
    await tile.locator('button').click();
    assert.equal(await page.getAttribute('#tab-claims', 'aria-selected'), 'true');
    assert.equal(await count(page), total('claims'));
  });
});

test('what is noted of a person leaves the rest of each mark, and is written once', async () => {
  const file = changed('ja', (rows) => {
    // All claims of the first three, of one person.
    const { people } = rows;
    people.claims = [people.claims.slice(0, 3).flat(), ...people.claims.slice(3)];
    for (const name of Object.keys(people)) if (name !== 'claims') people[name] = [people[name][0], ...people[name].slice(3)];
  });
  const { page, problems, context } = await open(browser, file);
  await page.waitForSelector('html[data-ready]');
  const noted = () => page.evaluate(() => people.findings(0).map((f) => marks.get(findings.of('claim', f), findings.code(f))));
  const writes = () => page.evaluate(() => [window.written, window.told].map((value) => value.splice(0).length));
  const many = await page.evaluate(() => {
    people.findings(0).forEach((f, at) => marks.note([f], () => ({ memo: `memo ${at}`, until: at === 0 ? '2026-09-04' : `2027-01-0${at}` })));
    [window.written, window.told] = [[], []];
    const { setItem } = Storage.prototype;
    Storage.prototype.setItem = function set(...given) {
      window.written.push(given);
      setItem.apply(this, given);
    };
    marks.listeners.push(() => window.told.push(1));
    return people.findings(0).length;
  });
  assert.ok(many >= 3);
  const memos = Array.from({ length: many }, (_, at) => `memo ${at}`);
  const days = Array.from({ length: many }, (_, at) => (at === 0 ? '2026-09-04' : `2027-01-0${at}`));
  const all = (name) => noted().then((own) => own.map((mark) => mark[name]));
  await page.focus('#grid');
  await page.keyboard.press('Enter');
  const note = page.locator('#detail .person .noting');
  // The day that is past goes, as what is noted anew would have run out; the other days stay.
  await note.locator('input[type=checkbox]').check();
  assert.deepEqual(await writes(), [1, 1]);
  assert.deepEqual(await all('done'), memos.map(() => true));
  assert.deepEqual(await all('memo'), memos);
  assert.deepEqual(await all('until'), ['', ...days.slice(1)]);
  assert.equal(await note.locator('input[type=date]').inputValue(), '');
  await note.locator('input[type=date]').fill('2026-12-31');
  assert.deepEqual(await writes(), [1, 1]);
  assert.deepEqual(await all('memo'), memos);
  assert.deepEqual(await all('until'), memos.map(() => '2026-12-31'));
  // A memo that was touched and is as it was is not written.
  await note.locator('textarea').fill('memo 0 ');
  await page.keyboard.press('Escape');
  assert.deepEqual(await all('memo'), memos);
  await page.keyboard.press('Space');
  assert.deepEqual(await writes(), [1, 1]);
  assert.deepEqual(await all('done'), memos.map(() => false));
  assert.deepEqual(await all('memo'), memos);
  // One memo for all is what was asked for by writing it.
  await page.keyboard.press('Enter');
  await note.locator('textarea').fill('again');
  await page.keyboard.press('Escape');
  assert.deepEqual(await writes(), [1, 1]);
  assert.deepEqual(await noted(), memos.map(() => ({ done: false, memo: 'again', until: '2026-12-31' })));
  assert.deepEqual(problems, []);
  await context.close();
});

test('a day is typed over another without being emptied on the way', async () => {
  await using('ja', async (page) => {
    await page.focus('#grid');
    await page.keyboard.press('Enter');
    const note = page.locator('#detail .person .noting');
    const until = note.locator('input[type=date]');
    const noted = () => page.evaluate(() => people.findings(0).map((f) => marks.get(findings.of('claim', f), findings.code(f)).until));
    const assertDay = async (shown, written, what) => {
      assert.equal(await until.inputValue(), shown, what);
      const all = await noted();
      assert.ok(all.length > 0 && all.every((day) => day === written), `${what}: ${all}`);
    };
    await note.locator('input[type=checkbox]').check();
    await until.fill('2026-12-31');
    await assertDay('2026-12-31', '2026-12-31', 'a day to come');
    // Key by key, the year goes through 2, 20 and 202.
    const passed = [];
    await page.exposeFunction('passed', (day) => passed.push(day));
    await until.evaluate((one) => one.addEventListener('change', () => window.passed(one.value)));
    await until.focus();
    // Where the year stands is up to the browser: it is what the arrow moves on by one.
    for (let part = 0; part < 3; part++) {
      await page.keyboard.press('ArrowUp');
      const isYear = (await until.inputValue()) === '2027-12-31';
      await page.keyboard.press('ArrowDown');
      assert.equal(await until.inputValue(), '2026-12-31');
      if (isYear) break;
      await page.keyboard.press('ArrowRight');
    }
    await page.keyboard.type('2027', { delay: 20 });
    assert.ok(passed.includes('0002-12-31'), passed.join(' '));
    await assertDay('2027-12-31', '2027-12-31', 'typed');
    // Left in the midst of it, the day that is noted is there again.
    await until.fill('0020-12-31');
    await assertDay('0020-12-31', '2027-12-31', 'half a year');
    await until.blur();
    await assertDay('2027-12-31', '2027-12-31', 'left half');
    // A day that is past may be on the way to another; it goes when the field is left, or the panel closed.
    await until.fill('2026-01-31');
    await assertDay('2026-01-31', '2027-12-31', 'a day that is past');
    await until.fill('2027-01-31');
    await assertDay('2027-01-31', '2027-01-31', 'another day');
    await until.fill('2026-01-31');
    await until.blur();
    await assertDay('', '', 'left in the past');
    await until.fill('2027-01-31');
    await until.fill('2026-01-31');
    await page.keyboard.press('Escape');
    assert.ok((await noted()).every((day) => day === ''));
    assert.match((await rowTexts(page))[0], /☑/);
  });
});

test('a note of another window is not lost', async () => {
  await using('ja', async (page, context) => {
    const other = await context.newPage();
    await other.goto(page.url());
    await other.waitForSelector('html[data-ready]');
    await other.evaluate(() => marks.note(people.findings(0), () => ({ memo: 'there' })));
    // Windows are processes of their own, and what one has stored comes to the others a moment later.
    await page.waitForFunction(() => (localStorage.getItem(STORE) || '').includes('there'));
    await page.evaluate(() => {
      // As when the browser has not told of it yet.
      marks.all = {};
      marks.togglePerson(0);
    });
    const noted = await page.evaluate(() => people.findings(0).map((f) => marks.get(findings.of('claim', f), findings.code(f))));
    assert.ok(noted.length > 0);
    for (const mark of noted) assert.deepEqual(mark, { done: true, memo: 'there', until: '' });
  });
});

test('strings of TOML are escaped', async () => {
  await using('ja', async (page) => {
    const made = await page.evaluate(() => tomlString('a"b\\c\td\u0000e\u007ff\r\n日'));
    assert.equal(made, '"a\\"b\\\\c\\td\\u0000e\\u007ff\\r\\n日"');
  });
});

test('without storage everything works but keeping, and that is said', async () => {
  const it = await open(browser, pageOf('ja'));
  await it.page.addInitScript(() => {
    Object.defineProperty(window, 'localStorage', { get: () => { throw new Error('refused'); } });
  });
  await it.page.reload();
  await it.page.waitForSelector('html[data-ready]');
  assert.match(await it.page.textContent('#notices'), /保存できません/);
  await it.page.focus('#grid');
  await it.page.keyboard.press('Space');
  assert.match((await rowTexts(it.page))[0], /☑/);
  assert.deepEqual(it.problems, []);
  await it.context.close();
});

// The same page with its rows changed, so that what only other runs have can be seen.
function changed(name, change) {
  const html = readFileSync(pageOf(name), 'utf8');
  const [, packed] = /id="rows">([^<]*)</.exec(html);
  const rows = JSON.parse(gunzipSync(Buffer.from(packed, 'base64')).toString());
  change(rows);
  const file = join(folder, `changed-${Math.random().toString(36).slice(2)}.html`);
  writeFileSync(file, html.replace(packed, gzipSync(JSON.stringify(rows)).toString('base64')));
  return file;
}

test('a masked report keeps nothing and exports nothing', async () => {
  check('masked', [...MONTH, '--lang', 'ja', '--mask']);
  const { page, problems, context } = await open(browser, pageOf('masked'));
  await page.waitForSelector('html[data-ready]');
  assert.match(await page.textContent('#notices'), /書き出しはできません/);
  assert.ok(await page.isDisabled('#export'));
  await page.focus('#grid');
  await page.keyboard.press('Space');
  assert.match((await rowTexts(page))[0], /☑/);
  await page.reload();
  await page.waitForSelector('html[data-ready]');
  assert.match((await rowTexts(page))[0], /☐/);
  assert.deepEqual(problems, []);
  await context.close();
});

test('what an earlier report had is solved when it is gone', async () => {
  const claims = join(folder, 'without-one');
  cpSync(join(root, 'fixtures/month/claims'), claims, { recursive: true });
  const file = join(claims, '9999991/shaho/RECEIPTH.UKE');
  const parts = readFileSync(file, 'latin1').split(/^(?=RE,|GO,)/m);
  // Behind HM, the ninth: an expired card and no eligibility result.
  parts.splice(9, 1);
  writeFileSync(file, parts.join(''), 'latin1');
  const rest = MONTH.slice(1);
  check('later', [claims, ...rest, '--lang', 'ja', '--baseline', reports.ja]);
  await using('later', async (page) => {
    await showTab(page, 'solved');
    const solved = csv(join(reports.later, 'solved.csv'));
    assert.equal(await count(page), solved.length);
    assert.ok((await rowTexts(page)).some((row) => row.includes('要確認')));
    await showTab(page, 'claims');
    await page.selectOption('#filter-mark', 'open');
    const open = csv(join(reports.later, 'verdicts.csv')).filter((row) => row.mark === 'open');
    assert.equal(await count(page), open.length);
    const { baseline } = JSON.parse(readFileSync(join(reports.later, 'summary.json'), 'utf8'));
    assert.deepEqual(await page.evaluate(() => data.run.compared), baseline);
    const told = await page.textContent('#notices');
    assert.ok(told.includes(`前回の報告（${reports.ja}、点検日 2026年9月5日）`), told);
    assert.doesNotMatch(told, /比べていません/);
  });
});

test('a comparison shows marks and what is solved', async () => {
  const file = changed('ja', (rows) => {
    const marked = { new: 1, open: 2, solved: 3 };
    rows.run.compared = { folder: 'earlier', as_of: '2026-08-05', verdicts: marked, findings: marked, not_looked_at: 1234 };
    rows.claims.mark = rows.claims.mark.map((_, at) => at % 3);
    rows.findings.mark = rows.findings.mark.map((_, at) => 1 + (at % 2));
    // Not what the claims would say: the mark of a person is their own.
    rows.people.mark = rows.people.claims.map((_, at) => (at === 1 ? 2 : 1));
    rows.run.ignored = { path: 'i.toml', entries: 9, used: 2, unused: 5, expired: 2, findings: 4, claims_settled: 7 };
    rows.solved = [{ is_verdict: false, source_file: 'a', line: 3, station_code: '1369999991', claim_no: '5', patient_name: '山田', code: 'NEED_CERT', level: 'error', dates: '2025-12-02', message: '内容', service_month: '2025-12', total_yen: 21270 }];
  });
  const { page, problems, context } = await open(browser, file);
  await page.waitForSelector('html[data-ready]');
  await showTab(page, 'findings');
  await page.selectOption('#filter-mark', 'new');
  const found = csv(join(reports.ja, 'findings.csv')).length;
  assert.equal(await count(page), Math.ceil(found / 2));
  await showTab(page, 'solved');
  assert.equal(await count(page), 1);
  assert.match((await rowTexts(page))[0], /山田/);
  // The amount is written in the detail as in the table.
  assert.match((await rowTexts(page))[0], /21,270円/);
  await page.focus('#grid');
  await page.keyboard.press('Enter');
  const lines = await page.$$eval('#detail .pairs > div', (all) => all.map((one) => Array.from(one.children, (part) => part.textContent)));
  assert.deepEqual(Object.fromEntries(lines), {
    解消したもの: 'NEED_CERT', 氏名: '山田', 指定訪問看護年月: '2025-12', 日: '2025-12-02', 内容: '内容', 合計金額: '21,270円',
    ステーションコード: '1369999991', レセプト番号: '5', ファイル: 'a', 行: '3',
  });
  await page.keyboard.press('Escape');
  await showTab(page, 'people');
  await page.selectOption('#filter-mark', 'open');
  assert.deepEqual(await page.evaluate(() => grid.rows), [1]);
  assert.match((await rowTexts(page))[0], /継続/);
  const notices = () => page.$$eval('#notices p', (all) => all.map((one) => one.textContent));
  assert.deepEqual(await notices(), [
    '前回の報告（earlier、点検日 2026年8月5日）と比べています。'
      + '今回読んでいない請求ファイルについての前回の行が 1,234件あり、比べていません。',
    '除外の指定（i.toml、9件）により、指摘 4件を除き、レセプト 7件を対応リストから外しています。'
      + '期限の過ぎた除外の指定が 2件あり、もう効いていません。期限を改めるか、指定を消してください。'
      + '当てはまる指摘のなかった除外の指定が 5件あります。解消していれば、指定を消してください。',
  ]);
  await page.click('#lang');
  const [earlier, ignored] = await notices();
  assert.match(earlier, /as of 2026-08-05\)\. Rows .*: 1,234, not compared\.$/);
  assert.match(ignored, /9 entries\) hides 4 findings and takes 7 claims off the worklist\. .* past their day: 2\. .* fit nothing: 5\. /);
  assert.deepEqual(problems, []);
  await context.close();
});

test('names that are HTML are text', async () => {
  await using('names', async (page) => {
    page.on('dialog', () => assert.fail('a script ran'));
    await showTab(page, 'claims');
    assert.ok((await rowTexts(page)).some((row) => row.includes(HOSTILE_NAME)));
    await page.focus('#grid');
    await page.keyboard.press('Enter');
    assert.equal(await page.textContent('#detail-heading'), HOSTILE_NAME);
    await page.evaluate(() => drawSheet());
    assert.equal(await page.locator('img').count(), 0);
    assert.equal(await page.locator('script').count(), 1);
  });
});

test('the policy lets nothing else run or load', async () => {
  const { page, context } = await opened('ja');
  const blocked = await page.evaluate(async () => {
    const told = [];
    document.addEventListener('securitypolicyviolation', (event) => told.push(event.effectiveDirective));
    document.body.append(el('img', { src: 'https://example.test/x.png' }));
    const script = document.createElement('script');
    script.textContent = 'window.ran = true';
    document.body.append(script);
    await new Promise((done) => setTimeout(done, 200));
    return { told, ran: window.ran === true };
  });
  assert.equal(blocked.ran, false);
  assert.ok(blocked.told.some((one) => one.startsWith('img-src')));
  assert.ok(blocked.told.some((one) => one.startsWith('script-src')));
  await context.close();
});

test('printed, the worklist stands whole on its pages', async () => {
  await using('ja', async (page) => {
    const pdf = join(folder, 'worklist.pdf');
    await page.pdf({ path: pdf, preferCSSPageSize: true });
    const pages = Number(/Pages:\s+(\d+)/.exec(execFileSync('pdfinfo', [pdf], { encoding: 'utf8' }))[1]);
    const printed = execFileSync('pdftotext', ['-layout', pdf, '-'], { encoding: 'utf8' }).normalize('NFKC').replace(/\s/g, '');
    const rows = csv(join(reports.ja, 'worklist.csv'));
    assert.ok(pages >= 1 && pages <= Math.ceil(rows.length / 6) + 1, `${pages} pages`);
    assert.ok(printed.includes('対応リスト') && printed.includes('2026年9月5日'));
    for (const row of rows) assert.ok(printed.includes(row.patient_name.normalize('NFKC').replace(/\s/g, '')), row.patient_name);
    assert.ok(!printed.includes('絞り込み'));
  });
});

test('axe finds nothing serious', async () => {
  const { page, context } = await opened('ja', { bypassCSP: true });
  await page.evaluate(axeSource);
  const serious = async (where) => {
    const { violations } = await page.evaluate(() => axe.run());
    const found = violations.filter(({ impact }) => ['serious', 'critical'].includes(impact));
    assert.deepEqual(found.map(({ id, nodes }) => `${where}: ${id} ${nodes[0].html} ${nodes[0].failureSummary}`), []);
  };
  for (const lang of ['ja', 'en']) {
    assert.equal(await page.getAttribute('html', 'lang'), lang);
    for (const tab of ['people', 'claims', 'findings', 'inputs']) {
      await showTab(page, tab);
      await serious(`${lang} ${tab}`);
    }
    await showTab(page, 'people');
    await page.focus('#grid');
    await page.keyboard.press('Enter');
    await page.waitForTimeout(250);
    await page.$$eval('#detail details', (all) => all.forEach((one) => (one.open = true)));
    await serious(`${lang} detail`);
    await page.keyboard.press('Escape');
    await page.click('#lang');
  }
  await context.close();
});

test('a narrow screen scrolls the tables, not the page', async () => {
  await using('ja', async (page) => {
    for (const tab of ['people', 'claims', 'findings', 'inputs']) {
      await showTab(page, tab);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth <= 0), true, tab);
    }
  }, { viewport: { width: 320, height: 640 } });
});

test('a browser without the means to unpack is told which ones can', async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.addInitScript(() => delete window.DecompressionStream);
  await page.goto(`file://${pageOf('ja')}`);
  assert.match(await page.innerText('#wait'), /Edge 90/);
  assert.ok(await page.isHidden('#app'));
  await context.close();
});

test('100,000 findings: all rows, filters and the keyboard', async (it) => {
  const times = Math.ceil(100000 / csv(join(reports.ja, 'findings.csv')).length);
  const file = changed('ja', (rows) => multiply(rows, times));
  const context = await browser.newContext();
  const page = await context.newPage();
  const began = performance.now();
  await page.goto(`file://${file}`);
  await page.waitForSelector('html[data-ready]');
  const ready = performance.now() - began;
  await showTab(page, 'findings');
  assert.ok((await count(page)) >= 100000);
  await page.focus('#search');
  const typed = await page.evaluate(async () => {
    const began = performance.now();
    find('search').value = '資格';
    find('search').dispatchEvent(new Event('input'));
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    return performance.now() - began;
  });
  const left = await count(page);
  assert.ok(left > 0 && left % times === 0, `${left} of ${times}`);
  assert.ok((await rowTexts(page)).length < 100);
  await page.focus('#grid');
  await page.keyboard.press('End');
  assert.equal(Number(await page.$eval('#grid .row.at', (row) => row.getAttribute('aria-rowindex'))), left + 1);
  it.diagnostic(`ready after ${Math.round(ready)} ms, filtered after ${Math.round(typed)} ms`);
  await context.close();
});

// The rows so many times over.
function multiply(rows, times) {
  const again = (column) => Array.from({ length: times }, () => column).flat();
  const many = rows.claims.line.length;
  const shifted = (column) => Array.from({ length: times }, (_, at) => column.map((c) => (c === null ? null : c + at * many))).flat();
  rows.people.claims = Array.from({ length: times }, (_, at) => rows.people.claims.map((own) => own.map((c) => c + at * many))).flat();
  for (const name of Object.keys(rows.people)) if (name !== 'claims') rows.people[name] = again(rows.people[name]);
  for (const name of Object.keys(rows.findings)) rows.findings[name] = name === 'claim' ? shifted(rows.findings.claim) : again(rows.findings[name]);
  for (const name of Object.keys(rows.claims)) {
    rows.claims[name] = name === 'outcomes' ? rows.claims.outcomes.map(again) : again(rows.claims[name]);
  }
  // Names differ, so that no pool of texts makes it easy.
  rows.claims.name = rows.claims.name.map((name, at) => rows.texts.push(`${rows.texts[name]} ${at}`) - 1);
}
