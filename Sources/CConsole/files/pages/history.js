// What was decided, the newest on top as it comes: a table that the address filters, and one decision with its explanation.

import { decisionAddress, deviceAddress } from '../addresses.js';
import { button, element, replace } from '../elements.js';
import { exportButtons } from '../exports.js';
import { count, hub, mark, shortTime, titled } from '../formats.js';
import { choice, failFilters, filterBar, filtersIn, showFilters, textInput } from '../forms.js';
import { emptyMessage } from '../notices.js';
import { outcomeMark, REASONS, reason } from '../reasons.js';
import { address, get } from '../service.js';
import { list } from '../table.js';
import { show as showDecision } from './decision.js';

// Above so many rows a long-open page begins anew instead of keeping more.
const ROWS_KEPT = 5000;
// With more new ones at once, too.
const MOST_NEWER = 100;

export async function show(view) {
    if (view.path[0]) return showDecision(view);
    const filters = filtersOf(view);
    const live = element('span', { class: 'quiet' });
    const searched = element('div', { class: 'row' });
    const empty = emptyMessage('', searched);
    let search = new AbortController();
    let searching = false;
    // Where a search was stopped: the cursor that it began with, and the one that it came to.
    let stopped = null;
    let nextLook = 0;
    // Why it is not live, when it is not.
    let fault = '';
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
                fault = '';
                if (page.assignments.length || !page.next) return { rows: page.assignments, next: page.next };
                cursor = page.next;
                tellSearch(cursor, mine);
            }
        } catch (problem) {
            if (mine === search) failFilters(filters, problem);
            if (problem.status === 0 || problem.status >= 500) fault = problem.message;
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
        const set = filters.filter(({ name }) => name !== 'order' && view.query.has(name));
        replace(empty.firstChild, set.length ? 'No decision fits these filters.' : 'Nothing has been decided yet.');
        replace(searched, set.length ? waysOut(view, set)
            : 'Point the enrollments of DPS at this service: what they ask shows here at once.');
        tell();
        table.reload();
    }

    function isLive() {
        return view.query.get('order') !== 'oldest' && !view.query.get('until');
    }

    function tell() {
        replace(live, fault ? [mark('not live', 'bad'), ` ${fault} Trying again.`] : isLive() ? 'New decisions show as they come.' : '');
    }

    /** Nobody reads what moves: not where one has scrolled down, points at a row or is in one by the keyboard. */
    function isRead() {
        const body = table.node.querySelector('tbody');
        return table.node.querySelector('.scroller').scrollTop > 0 || body.matches(':hover, :focus-within');
    }

    /** Asks for a few, and for more where all of them are new. */
    async function look(limit = 20) {
        const { assignments } = await get('/api/assignments', { ...asked(), limit }, view.signal);
        const top = table.rows()[0]?.id ?? 0;
        const newer = assignments.filter(({ id }) => id > top);
        return newer.length < limit || limit === MOST_NEWER ? newer : look(MOST_NEWER);
    }

    view.every(3, async () => {
        // Where it takes long to look, as for a prefix that is rare, one looks less often.
        const begun = performance.now();
        if (!isLive() || searching || search.signal.aborted || begun < nextLook) return;
        const mine = search;
        const newer = await look().catch((problem) => {
            if (problem.name !== 'AbortError' && mine === search) {
                fault = problem.message;
                tell();
            }
            throw problem;
        });
        nextLook = performance.now() + 30 * (performance.now() - begun);
        fault = '';
        if (mine !== search || searching) return;
        if (!newer.length) return tell();
        const all = newer.length >= MOST_NEWER;
        if (isRead()) {
            showThem = () => showNewer(newer, all);
            newerButton.textContent = `${all ? `${MOST_NEWER} or more` : count(newer.length)} new ${newer.length === 1 ? 'decision' : 'decisions'}`;
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
    offerHubs(view).catch(() => {});
}

/** What would help where nothing fits. */
function waysOut(view, set) {
    const exact = view.query.get('registrationId');
    const prefix = view.query.get('registrationIdPrefix');
    return [
        exact && button('IDs that begin with it', () => view.change({ registrationId: '', registrationIdPrefix: exact })),
        ['since', 'until'].some((name) => view.query.has(name)) && button('At any time', () => view.change({ since: '', until: '' })),
        set.length > 1 && set.filter(({ name }) => !/^(since|until|registrationId.*)$/.test(name))
            .map(({ name, label }) => button(`Any ${label.toLowerCase()}`, () => view.change({ [name]: '' }))),
        exact && element('a', { href: deviceAddress(exact) }, `What is known of ${exact}`),
        prefix && element('a', { href: address('#/devices', { text: prefix }) }, 'Look among the devices'),
    ];
}

function reached(cursor) {
    return cursor ? `down to number ${count(Number(cursor.split('-')[1]))}` : 'not yet';
}

function columns() {
    return [
        { title: 'Time', width: 1.45, narrow: 1.6, cell: (row) => shortTime(row.decidedAt) },
        { title: 'Registration ID', width: 2.65, narrow: 1.75, cell: (row) => titled(row.registrationId) },
        { title: 'Outcome', width: 1, narrow: 1.75, cell: (row) => outcomeMark(row.outcome) },
        { title: 'Reason', width: 1.9, wide: true, cell: (row) => row.reason === 'rule' ? titled(`rule ${row.ruleId} fits`) : reason(row.reason) },
        { title: 'Division', width: 1, wide: true, cell: (row) => titled(row.division) },
        { title: 'Hub', width: 2.15, wide: true, cell: hubs },
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
    const exact = view.query.get('registrationId');
    const id = textInput({ value: prefix ?? exact ?? '' });
    const how = choice([['registrationIdPrefix', 'begins with'], ['registrationId', 'exactly']],
        { value: exact && !prefix ? 'registrationId' : 'registrationIdPrefix' });
    const hubName = (name, label) => ({ ...text(name, label, { list: 'hub-names' }), read: readHub });
    const by = (name) => ({
        name,
        read: () => how.value === name ? id.value.trim() : '',
        write: (_, value) => { id.value = value; if (value) how.value = name; },
    });
    return [
        { label: 'Registration ID', input: id, ...by('registrationId') },
        { label: 'How it fits', input: how, ...by('registrationIdPrefix') },
        select('outcome', 'Outcome', [['assigned', 'assigned'], ['rejected', 'refused']]),
        hubName('hub', 'Hub'), divisionFilter(view),
        moment('since', 'Since'), moment('until', 'Until'),
        ...[
            select('reason', 'Reason', Object.entries(REASONS).slice(0, -2)),
            select('source', 'Source', ['inventory', 'rule', 'none']), text('rule', 'Number of the rule', { inputmode: 'numeric' }),
            select('changesHub', 'Moved to another hub', [['true', 'only those']]), hubName('previousHub', 'Previous hub'),
            text('enrollment', 'Enrollment'),
            select('attestation', 'Attestation', [['symmetricKey', 'symmetric key'], ['x509', 'X.509'], ['tpm', 'TPM']]),
            text('requestId', 'Request ID'), select('order', 'Order', [['oldest', 'oldest first']], 'newest first'),
        ].map((filter) => ({ ...filter, rare: true })),
    ];
}

/** A hub by its short name, too. */
function readHub({ value }) {
    const name = value.trim();
    return !name || name.includes('.') ? name : `${name}.azure-devices.net`;
}

/** The divisions that there are, and that of the address though it is gone. */
function divisionFilter(view) {
    const filter = filtersIn(view).select('division', 'Division', []);
    const names = new Set();
    const offer = (name) => {
        if (!name || names.has(name)) return;
        names.add(name);
        filter.input.append(element('option', { value: name }, name));
    };
    const write = (input, name) => {
        offer(name);
        input.value = name;
    };
    write(filter.input, view.query.get('division') ?? '');
    get('/api/divisions', {}, view.signal).then(({ divisions }) => divisions.forEach(({ name }) => offer(name)), () => {});
    return { ...filter, write };
}

function ranges(view) {
    const today = () => new Date().setHours(0, 0, 0, 0);
    const choices = [['Last hour', () => Date.now() - 3_600_000], ['Today', today], ['7 days', () => Date.now() - 7 * 86_400_000]];
    const choose = (since) => view.change({ since: new Date(since()).toISOString(), until: '' });
    return element('div', { class: 'row', role: 'group', 'aria-label': 'Time' },
        choices.map(([text, since]) => button(text, () => choose(since))));
}

/** Offers the hubs of a year; without them one types as well. */
async function offerHubs(view) {
    const names = element('datalist', { id: 'hub-names' });
    view.root.append(names);
    const since = new Date(Date.now() - 365 * 86_400_000).toISOString();
    const { totals } = await get('/api/assignments/summary', { by: 'hub', bucket: 'month', since }, view.signal);
    replace(names, totals.map(({ value }) => value).filter(Boolean).sort().map((value) => element('option', { value })));
}
