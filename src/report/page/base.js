'use strict';
// Small tools: elements, texts in both languages, unpacking.
// Everything that comes from a claim is put on the page as text; nothing here makes HTML of a string.

const find = (id) => document.getElementById(id);

// An element. Attributes that are null, undefined or false are left out; functions are listeners.
function made(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === 'function') node.addEventListener(name, value);
    else node.setAttribute(name, value === true ? '' : String(value));
  }
  for (const child of children.flat()) {
    if (child !== null && child !== undefined && child !== '') node.append(child);
  }
  return node;
}

const el = (tag, attributes, ...children) => made(document.createElement(tag), attributes, children);

const svg = (tag, attributes, ...children) =>
  made(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children);

// Shown in this language: 0 Japanese, 1 English.
const LANGS = ['ja', 'en'];
let lang = 0;
let messages = [{}, {}];

// A text of the catalogue with its variables.
function t(id, values) {
  const text = messages[lang][id];
  if (text === undefined) return '';
  return values ? text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole)) : text;
}

const grouped = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, ',');

const yenText = (yen) => (yen === null ? '' : t('page-yen', { yen: grouped(yen) }));

// The days (1 to 31) of a mask.
function daysOf(mask) {
  const days = [];
  for (let day = 1; day <= 31; day++) if (mask & (1 << (day - 1))) days.push(day);
  return days;
}

function countDays(mask) {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count++;
  return count;
}

const two = (number) => String(number).padStart(2, '0');

// What the program writes as `rules::wording` does: a date for people.
function dateText(date, of = lang) {
  if (of === 1) return date;
  const [year, month, day] = date.split('-');
  return `${Number(year)}年${Number(month)}月${Number(day)}日`;
}

// The month of a date or of `YYYY-MM`.
function monthText(date) {
  const [year, month] = date.split('-');
  return t('page-month', { year, month: lang === 0 ? Number(month) : month });
}

// Runs of three and more consecutive days, and single days.
function runsOf(days) {
  const runs = [];
  for (const day of days) {
    const last = runs[runs.length - 1];
    if (last && last[1] + 1 === day) last[1] = day;
    else runs.push([day, day]);
  }
  return runs.flatMap(([from, to]) => (to === from + 1 ? [[from, from], [to, to]] : [[from, to]]));
}

const RUNS_MAX = 6;

// Some days of a month for people; with `whole` all of them are listed.
function daysText(month, mask, of = lang, whole = false) {
  const days = daysOf(mask);
  if (days.length === 0 || !/^\d{4}-\d{2}$/.test(month)) return '';
  const iso = (day) => `${month}-${two(day)}`;
  if (days.length === 1) return dateText(iso(days[0]), of);
  const runs = runsOf(days);
  const many = !whole && runs.length > RUNS_MAX;
  const [first, last] = [days[0], days[days.length - 1]];
  if (of === 1) {
    if (many) return `${days.length} days from ${iso(first)} to ${iso(last)}`;
    return runs.map(([from, to]) => (to > from ? `${iso(from)} to ${iso(to)}` : iso(from))).join(', ');
  }
  const head = `${Number(month.split('-')[1])}月`;
  if (many) return `${head}${first}日〜${last}日のうち${days.length}日`;
  return head + runs.map(([from, to]) => (to > from ? `${from}日〜${to}日` : `${from}日`)).join('・');
}

// The same for a table, where months of several years stand below each other: the year is there for several days, too.
function datesText(month, mask, whole = false) {
  const words = daysText(month, mask, lang, whole);
  const hasYear = lang === 1 || countDays(mask) < 2;
  return words === '' || hasYear ? words : `${Number(month.slice(0, 4))}年${words}`;
}

// What days of a month are sorted by: the month, the first day, how many there are.
function daysKey(month, mask) {
  if (mask === 0 || !/^\d{4}-\d{2}$/.test(month)) return '';
  return `${month}-${two(daysOf(mask)[0])}-${two(countDays(mask))}`;
}

// What a number that is recorded as a text is sorted by: 2 before 10, and what has no digits alone behind those.
function numberKey(number) {
  if (number === '') return '';
  return /^\d+$/.test(number) ? number.padStart(NUMBER_SIGNS, '0') : `${BEHIND_DIGITS}${number}`;
}

const NUMBER_SIGNS = 20;
const BEHIND_DIGITS = ':';

// For comparing what is typed with what is written: widths, case, kana and blanks do not matter, but the ends of
// lines stay between what does not belong together. A hundred thousand texts go through this, hence the plain loop.
function folded(text) {
  if (text.length > FOLDED_AT_ONCE) return folded(text.slice(0, FOLDED_AT_ONCE)) + folded(text.slice(FOLDED_AT_ONCE));
  const plain = text.normalize('NFKC').toLowerCase();
  const signs = new Uint16Array(plain.length);
  let count = 0;
  for (let at = 0; at < plain.length; at++) {
    const sign = plain.charCodeAt(at);
    if (sign === BLANK || sign === TAB || sign === RETURN) continue;
    signs[count++] = HIRAGANA[0] <= sign && sign <= HIRAGANA[1] ? sign + TO_KATAKANA : sign;
  }
  return String.fromCharCode.apply(null, signs.subarray(0, count));
}

const FOLDED_AT_ONCE = 4096;
const [BLANK, TAB, RETURN] = [0x20, 0x09, 0x0d];
const HIRAGANA = [0x3041, 0x3096];
const TO_KATAKANA = 0x60;

function bytesOf(base64) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(base64);
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at);
  return bytes;
}

async function unpacked(base64) {
  const stream = new Blob([bytesOf(base64)]).stream().pipeThrough(new DecompressionStream('gzip'));
  return JSON.parse(await new Response(stream).text());
}

// What the browser keeps for this page. A browser may refuse that, and then it is not kept.
const kept = {
  works: true,
  get(name) {
    try {
      return localStorage.getItem(name);
    } catch {
      this.works = false;
      return null;
    }
  },
  set(name, value) {
    try {
      localStorage.setItem(name, value);
      return true;
    } catch {
      this.works = false;
      return false;
    }
  },
};
