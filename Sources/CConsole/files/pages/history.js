// What was decided, the newest on top as it comes: a table that the address filters, and one decision with its explanation.

import { decisionAddress } from '../addresses.js';
import { button, element, replace } from '../elements.js';
import { exportButtons } from '../exports.js';
import { count, hub, shortTime, titled } from '../formats.js';
import { choice, failFilters, filterBar, filtersIn, showFilters, textInput } from '../forms.js';
import { emptyMessage } from '../notices.js';
import { outcomeMark, REASONS, reason } from '../reasons.js';
import { get } from '../service.js';
import { list } from '../table.js';
import { show as showDecision } from './decision.js';

// Above so many rows a long-open page begins anew instead of keeping more.
const ROWS_KEPT = 5000;

export async function show(view) {
    if (view.path[0]) return showDecision(view);
    const filters = filtersOf(view);
    const live = element('span', { class: 'quiet' });
    const searched = element('p', {});
    const empty = emptyMessage('', searched);
    let search = new AbortController();
    let searching = false;
    // Where a search was stopped: the cursor that it began with, and the one that it came to.
    let stopped = null;
    let nextLook = 0;
    // One button for all of them, so that the focus stays in it while more come.
    let showThem;
    const newerButton = button('', () => showThem());

    const table = list({
        label: 'Decisions', columns: columns(), load, empty, signal: view.signal,
        key: ({ id }) => id, link: ({ id }) => decisionAddress(id),
    });

    function asked() {
        return Object.fromEntries(view.query);
    }

    /** A page of the service may be empty though there are more behind it, where few decisions fit. */
    async function load(first) {
        let cursor = stopped && stopped.first === first ? stopped.cursor : first;
        if (search.signal.aborted) search = new AbortController();
        const mine = search;
        searching = true;
        try {
            for (;;) {
                const page = await get('/api/assignments', { ...asked(), cursor, limit: 100 }, AbortSignal.any([mine.signal, view.signal]));
                failFilters(filters);
                if (page.assignments.length || !page.next) return { rows: page.assignments, next: page.next };
                cursor = page.next;
                tellSearch(cursor, mine);
            }
        } catch (problem) {
            if (mine === search) failFilters(filters, problem);
            if (mine.signal.aborted && mine === search) {
                stopped = { first, cursor };
                throw Object.assign(new Error(`It went through the decisions ${reached(cursor)}.`), { title: 'The search was stopped' });
            }
            throw problem;
        } finally {
            if (mine === search) {
                searching = false;
                tell();
            }
        }
    }

    function tellSearch(cursor, mine) {
        replace(live, `Still searching; looked through the decisions ${reached(cursor)} … `,
            button('Stop', () => mine.abort()));
    }

    function reload() {
        search.abort();
        search = new AbortController();
        stopped = null;
        const filtered = filters.some(({ name }) => name !== 'order' && view.query.has(name));
        replace(empty.firstChild, filtered ? 'No decision fits these filters.' : 'Nothing has been decided yet.');
        replace(searched, filtered ? 'Clear a filter, or look at a longer time.'
            : 'Point the enrollments of DPS at this service: what they ask shows here at once.');
        tell();
        table.reload();
    }

    function isLive() {
        return view.query.get('order') !== 'oldest' && !view.query.get('until');
    }

    function tell() {
        replace(live, isLive() ? 'New decisions show as they come.' : '');
    }

    /** Nobody reads what moves: not where one has scrolled down, points at a row or is in one by the keyboard. */
    function isRead() {
        const body = table.node.querySelector('tbody');
        return table.node.querySelector('.scroller').scrollTop > 0 || body.matches(':hover, :focus-within');
    }

    view.every(3, async () => {
        // Where it takes long to look, as for a prefix that is rare, one looks less often.
        const begun = performance.now();
        if (!isLive() || searching || search.signal.aborted || begun < nextLook) return;
        const mine = search;
        const { assignments } = await get('/api/assignments', { ...asked(), limit: 100 }, view.signal);
        nextLook = performance.now() + 30 * (performance.now() - begun);
        if (mine !== search || searching) return;
        const top = table.rows()[0]?.id ?? 0;
        const newer = assignments.filter(({ id }) => id > top);
        if (!newer.length) return tell();
        const all = newer.length === 100;
        if (isRead()) {
            showThem = () => showNewer(newer, all);
            newerButton.textContent = `${all ? '100 or more' : count(newer.length)} new ${newer.length === 1 ? 'decision' : 'decisions'}`;
            if (!live.contains(newerButton)) replace(live, newerButton);
            return;
        }
        showNewer(newer, all);
    });

    function showNewer(newer, all) {
        // With a whole page of new ones there may be others between them and what is shown.
        if (all || table.rows().length > ROWS_KEPT) return reload();
        const scroller = table.node.querySelector('.scroller');
        if (live.contains(document.activeElement)) scroller.focus();
        table.prepend(newer);
        scroller.scrollTop = 0;
        tell();
    }

    view.onQuery((query) => {
        showFilters(filters, query);
        reload();
    });
    replace(view.root, filterBar(view, filters, ranges(view)),
        element('div', { class: 'row spread live' }, live, exportButtons('/api/assignments', 'decisions', asked)), table.node);
    reload();
    offerNames(view);
}

function reached(cursor) {
    return cursor ? `down to number ${count(Number(cursor.split('-')[1]))}` : 'not yet';
}

function columns() {
    return [
        { title: 'Time', width: 2.1, cell: (row) => shortTime(row.decidedAt) },
        { title: 'Registration ID', width: 2.5, cell: (row) => titled(row.registrationId) },
        { title: 'Outcome', width: 1.9, cell: (row) => outcomeMark(row.outcome) },
        { title: 'Reason', width: 2.7, wide: true, cell: (row) => reason(row.reason) },
        { title: 'Division', width: 1.2, wide: true, cell: (row) => titled(row.division) },
        { title: 'Hub', width: 2.6, wide: true, cell: hubs },
        { title: 'Source', width: 1.1, wide: true, cell: (row) => row.ruleId ? `rule ${row.ruleId}` : row.source },
    ];
}

function hubs(row) {
    const { hub: to, previousHub: from } = row;
    if (!to || !from || to.toLowerCase() === from.toLowerCase()) return hub(to);
    return element('span', { title: `${to}, from ${from}` }, hub(to).textContent, ' from ', hub(from).textContent);
}

function filtersOf(view) {
    const { text, select, moment } = filtersIn(view);
    const prefix = view.query.get('registrationIdPrefix');
    const id = textInput({ value: prefix ?? view.query.get('registrationId') ?? '' });
    const how = choice([['registrationId', 'exactly'], ['registrationIdPrefix', 'begins with it']],
        { value: prefix ? 'registrationIdPrefix' : 'registrationId' });
    const by = (name) => ({
        name,
        read: () => how.value === name ? id.value.trim() : '',
        write: (_, value) => { id.value = value; if (value) how.value = name; },
    });
    return [
        { label: 'Registration ID', input: id, ...by('registrationId') },
        { label: 'How it fits', input: how, ...by('registrationIdPrefix') },
        select('outcome', 'Outcome', [['assigned', 'assigned'], ['rejected', 'refused']]),
        text('hub', 'Hub', { list: 'hub-names' }), text('division', 'Division', { list: 'division-names' }),
        moment('since', 'Since'), moment('until', 'Until'),
        ...[
            select('reason', 'Reason', Object.entries(REASONS).slice(0, -2)),
            select('source', 'Source', ['inventory', 'rule', 'none']), text('rule', 'Number of the rule', { inputmode: 'numeric' }),
            select('changesHub', 'Moved to another hub', [['true', 'only those']]), text('previousHub', 'Previous hub'),
            text('enrollment', 'Enrollment'),
            select('attestation', 'Attestation', [['symmetricKey', 'symmetric key'], ['x509', 'X.509'], ['tpm', 'TPM']]),
            text('requestId', 'Request ID'), select('order', 'Order', [['oldest', 'oldest first']], 'newest first'),
        ].map((filter) => ({ ...filter, rare: true })),
    ];
}

function ranges(view) {
    const today = () => new Date().setHours(0, 0, 0, 0);
    const choices = [['Last hour', () => Date.now() - 3_600_000], ['Today', today], ['7 days', () => Date.now() - 7 * 86_400_000]];
    const choose = (since) => view.change({ since: new Date(since()).toISOString(), until: '' });
    return element('div', { class: 'row', role: 'group', 'aria-label': 'Time' },
        choices.map(([text, since]) => button(text, () => choose(since))));
}

/** Offers the names that there are, and were within a year; without them one types as well. */
async function offerNames(view) {
    const lists = ['hub', 'division'].map((by) => element('datalist', { id: `${by}-names` }));
    view.root.append(...lists);
    const since = new Date(Date.now() - 365 * 86_400_000).toISOString();
    await Promise.allSettled(['hub', 'division'].map(async (by, place) => {
        const { totals } = await get('/api/assignments/summary', { by, bucket: 'month', since }, view.signal);
        const { divisions } = place ? await get('/api/divisions', {}, view.signal) : { divisions: [] };
        const names = new Set([...totals.map(({ value }) => value), ...divisions.map(({ name }) => name)].filter(Boolean));
        replace(lists[place], [...names].sort().map((value) => element('option', { value })));
    }));
}
