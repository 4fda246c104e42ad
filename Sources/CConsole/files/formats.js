// How times, counts and names are shown.

import { element } from './elements.js';

const dateAndTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
const wholeNumber = new Intl.NumberFormat(undefined);
const shortNumber = new Intl.NumberFormat(undefined, { notation: 'compact', maximumFractionDigits: 1 });

/** A moment in the viewer's zone; UTC shows when it is pointed at. */
export function time(text) {
    if (!text) return element('span', { class: 'quiet' }, '–');
    return element('time', { datetime: text, title: utc(text) }, dateAndTime.format(new Date(text)));
}

/** The same where there is little room: without the date of today, without this year, with seconds only of today on wide screens. */
export function shortTime(text, now = new Date()) {
    const date = new Date(text);
    const clock = { hour: '2-digit', minute: '2-digit' };
    const isToday = date.toDateString() === now.toDateString();
    const year = date.getFullYear() !== now.getFullYear() && { year: 'numeric' };
    const words = (options) => date.toLocaleString(undefined, options);
    return element('time', { datetime: text, title: utc(text) }, isToday
        ? [element('span', { class: 'wide' }, words({ ...clock, second: '2-digit' })), element('span', { class: 'narrow' }, words(clock))]
        : words({ ...year, month: 'short', day: 'numeric', ...clock }));
}

/** `2026-11-24 18:00:00.000 UTC` */
export function utc(text) {
    return `${new Date(text).toISOString().replace('T', ' ').replace('Z', '')} UTC`;
}

/** How long ago, roughly: `3 min ago`. */
export function age(text, now = Date.now()) {
    const seconds = Math.max(0, (now - Date.parse(text)) / 1000);
    const [amount, unit] = seconds < 60 ? [seconds, 's'] : seconds < 3600 ? [seconds / 60, 'min']
        : seconds < 172_800 ? [seconds / 3600, 'h'] : [seconds / 86_400, 'days'];
    return `${Math.floor(amount)} ${unit} ago`;
}

export function count(number) {
    return wholeNumber.format(number);
}

/** `1.2M`, for where there is little room. */
export function roughCount(number) {
    return shortNumber.format(number);
}

/** `one device`, `2 devices`. */
export function counted(number, singular, plural = `${singular}s`) {
    return `${count(number)} ${number === 1 ? singular : plural}`;
}

export function bytes(number) {
    const units = ['B', 'KB', 'MB', 'GB', 'TB'];
    let power = 0;
    while (number >= 1000 && power < units.length - 1) {
        number /= 1000;
        power += 1;
    }
    return `${power === 0 || number >= 100 ? Math.round(number) : number.toFixed(1)} ${units[power]}`;
}

/** A hub's name without what all of them end in. */
export function shortHub(name) {
    return name.replace(/\.azure-devices\.net$/, '');
}

/** The same where it stands; whole when it is pointed at. */
export function hub(name) {
    if (!name) return element('span', { class: 'quiet' }, '–');
    return element('span', { class: 'clipped', title: name }, shortHub(name));
}

/** A text that may be cut off where it stands: whole when it is pointed at. */
export function titled(text) {
    return text ? element('span', { title: text }, text) : element('span', { class: 'quiet' }, '–');
}

/** What a file was called, without its folders. */
export function fileName({ source }) {
    return source?.split(/[/\\]/).pop() || 'a file without a name';
}

/** Names with their values; what has no value is left out. */
export function facts(pairs) {
    return element('dl', { class: 'facts' }, pairs.filter(([, value]) => value)
        .map(([name, value]) => [element('dt', {}, name), element('dd', {}, value)]));
}

/** A mark with a word: an outcome, a status, a verdict. Colour is never all that tells. */
export function mark(word, tone = tones[word] ?? 'plain') {
    return element('span', { class: `mark ${tone}` }, word);
}

const tones = {
    assigned: 'good', refused: 'bad', active: 'good', disabled: 'bad', held: 'warn', retired: 'plain', yes: 'good', no: 'bad',
    note: 'plain', create: 'good', created: 'good', update: 'warn', updated: 'warn', unchanged: 'plain', invalid: 'bad',
    deleted: 'bad', registered: 'good', erased: 'bad', changed: 'warn',
};
