// What has happened lately, kept fresh for as long as it is looked at: it may hang on a wall for months.

import { decisionAddress, deviceAddress } from '../addresses.js';
import { percent } from '../charts.js';
import { button, element, replace } from '../elements.js';
import { count, counted, mark, time, utc } from '../formats.js';
import { dialog, emptyMessage, loadingMessage, problemMessage } from '../notices.js';
import { reasonText } from '../reasons.js';
import { address, get } from '../service.js';
import { decisionParts } from './overview-decisions.js';
import { healthPart } from './overview-health.js';
import { part } from './overview-part.js';

// What these watches find is to be known, and may be quite right: a rule assigns devices that nobody registered.
const INFORMING = ['unregistered'];

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });
const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });

export async function show(view) {
    const [decisions, hubs] = decisionParts(view);
    const [today, refusals, health] = [todayPart(view), refusalsPart(view), healthPart(view)];
    const parts = [today, decisions, hubs, refusals, unmatchedPart(view), watchesPart(view), health];
    const state = element('span', { role: 'status' });
    const refreshed = element('span', { class: 'quiet number' });
    let newest = null;
    let changedAt = 0;

    replace(view.root, element('p', { class: 'row live' }, state, refreshed), parts.map((one) => one.node));
    view.onQuery(() => { decisions.refresh(); hubs.refresh(); });
    view.every(3, turn);
    await turn().catch(() => {});

    async function turn() {
        try {
            for (const one of parts) if (isDue(one)) one.refresh();
            await look();
            tell('live', '');
            refreshed.textContent = `refreshed ${clock.format(Date.now())}`;
        } catch (problem) {
            tell('not live', `${problem.message} Trying again.`);
            throw problem;
        }
    }

    /** Read out only when it changes. */
    function tell(word, why) {
        if (state.textContent !== `${word} ${why}`) replace(state, mark(word, why ? 'bad' : 'good'), ` ${why}`);
    }

    function isDue(one) {
        if (one === today && one.data && one.data.since !== midnight()) return true;
        const isSoon = one === health || !one.data || changedAt > one.asked;
        // A little early rather than a whole turn late.
        return Date.now() - one.asked > (isSoon ? 9_000 : 59_000);
    }

    /** A few, and more where all of them are new. At first there is nothing to compare with. */
    async function readFresh(limit = newest ? 20 : 1) {
        const { assignments } = await get('/api/assignments', { since: newest?.decidedAt, limit }, view.signal);
        const fresh = newest ? assignments.filter((one) => one.id > newest.id) : [];
        if (fresh.length === limit && limit < 100) return readFresh(100);
        newest = assignments[0] ?? newest;
        return fresh;
    }

    /** What was decided since the last look is shown at once. */
    async function look() {
        const fresh = await readFresh();
        if (!fresh.length) return;
        changedAt = Date.now();
        if (fresh.some((one) => one.outcome === 'rejected')) refusals.refresh();
        if (!today.data) return;
        const data = { ...today.data };
        // What was decided before the counts were made is in them.
        for (const one of fresh) if (one.decidedAt >= data.until) data[one.outcome] += 1;
        today.put(data);
    }
}

/** When the viewer's day began. */
function midnight() {
    return new Date(new Date().setHours(0, 0, 0, 0)).toISOString();
}

function todayPart(view) {
    return part('today', 'Today', {
        async read() {
            const since = midnight();
            const { totals, until } = await get('/api/assignments/summary', { since }, view.signal);
            return { since, until, assigned: 0, rejected: 0, ...Object.fromEntries(totals.map((one) => [one.value, one.count])) };
        },
        draw({ since, assigned, rejected }) {
            const all = assigned + rejected;
            return element('div', { class: 'figures' }, [
                [count(all), 'decisions'], [count(assigned), 'assigned', 'assigned'], [count(rejected), 'refused', 'rejected'],
                [all ? percent(rejected / all) : '–', 'of all refused', 'rejected'],
            ].map(([figure, words, outcome]) => element('a', { class: outcome, href: address('#/history', { outcome, since }) },
                element('b', {}, figure), words)));
        },
    });
}

function rows(items) {
    return element('ul', { class: 'bare rows' }, items.map((cells) => element('li', { class: 'pair' }, cells)));
}

function refusalsPart(view) {
    return part('refusals', 'Latest refusals', {
        read: async () => ({ since: midnight(), ...await get('/api/assignments', { outcome: 'rejected', limit: 10 }, view.signal) }),
        draw: ({ since, assignments }) => assignments.length ? rows(assignments.map(({ id, decidedAt, registrationId, reason }) => [
            element('time', { datetime: decidedAt, title: utc(decidedAt) }, (decidedAt >= since ? clock : day).format(new Date(decidedAt))),
            element('a', { class: 'clipped', href: decisionAddress(id), title: registrationId }, registrationId ?? 'no registration ID'),
            element('span', {}, reasonText(reason))]))
            : emptyMessage('Nothing was refused.'),
    });
}

function unmatchedPart(view) {
    return part('groups', 'Unmatched devices', {
        read: async () => (await get('/api/unmatched', { by: 'suffix', limit: 5 }, view.signal)).groups,
        draw: (groups) => groups.length ? [
            rows(groups.map(({ key, devices }) => [
                element('code', { class: 'clipped', title: key }, key), element('span', {}, counted(devices, 'device'))])),
            element('a', { href: '#/unmatched' }, 'Find a place for them'),
        ] : emptyMessage('No refused device waits for a place.'),
    });
}

function watchesPart(view) {
    return part('watches', 'Watches', {
        read: async () => (await get('/api/watches', {}, view.signal)).watches,
        draw: (watches) => rows(watches.map(({ watch, meaning, isComplete, count: found }) => [
            element('div', {}, button(spaced(watch), () => showFindings(view, watch), { class: 'plain' }),
                element('span', { class: 'hint' }, meaning)),
            mark(found === undefined ? 'not yet counted' : `${isComplete ? '' : 'at least '}${count(found)}`, found && !INFORMING.includes(watch) ? 'warn' : 'plain'),
        ])),
    });
}

function spaced(watch) {
    return watch.replaceAll('-', ' ');
}

function showFindings(view, watch) {
    dialog(spaced(watch), () => {
        const found = element('ul', { class: 'bare rows', tabindex: -1 });
        const after = element('div', {});
        more();
        return element('div', {}, found, after);

        async function more(cursor) {
            replace(after, loadingMessage());
            try {
                const { findings, isComplete, next } = await get(`/api/watches/${watch}`, { limit: 50, cursor }, view.signal);
                const items = findings.map(finding);
                found.append(...items);
                if (cursor) (items[0]?.querySelector('a') ?? found).focus();
                replace(after, next ? button('More', () => more(next)) : !found.childElementCount ? 'It finds nothing.'
                    : !isComplete && 'There may be more: not all could be looked at.');
            } catch (problem) {
                replace(after, problemMessage(problem, { retry: () => more(cursor) }));
            }
        }
    });
}

function finding({ kind, subject, text, time: when }) {
    return element('li', {}, kind === 'device' ? element('a', { href: deviceAddress(subject) }, subject) : subject,
        element('div', { class: 'hint' }, when && [time(when), ': '], text));
}
