// Decisions over time, and their shares by hub, in the range that the address says.

import { bucketName, BUCKETS, longestSince, rangeName, rangeOf, spanOf, ticksOf, timesOf, zoneNote, zoomOf } from '../buckets.js';
import { shareBars, stackedBars, sum, totalsOf } from '../charts.js';
import { colourSlots } from '../colours.js';
import { button, element } from '../elements.js';
import { count, counted, shortHub } from '../formats.js';
import { emptyMessage } from '../notices.js';
import { address, get } from '../service.js';
import { part } from './overview-part.js';

const DIMENSIONS = ['outcome', 'hub', 'division'];
const [MOST_SERIES, MOST_HUBS] = [6, 8];

/** The parts `[decisions, hubs]`. */
export function decisionParts(view) {
    const dimension = choices('By', DIMENSIONS, (by) => view.change({ by }));
    const length = choices('Each', BUCKETS, (bucket) => view.change({ bucket, since: '', until: '' }));
    const words = element('p', { class: 'hint' });
    const back = button('Zoom out', () => {
        length.node.querySelector('[aria-pressed=true]').focus();
        view.change({ since: '', until: '' });
    });
    const chart = stackedBars({ signal: view.signal, onZoom: (from, to) => view.change(zoomOf(decisions.data.range, from, to)) });

    // The names of each dimension in the longest range, so that each has its colour in all of them.
    const known = {};
    function namesOf(by) {
        if (by === 'outcome') return [];
        known[by] ??= get('/api/assignments/summary', { by, bucket: 'month', since: longestSince() }, view.signal)
            .then(({ totals }) => totals.map((one) => one.value).filter(Boolean))
            .catch((problem) => {
                delete known[by];
                throw problem;
            });
        return known[by];
    }

    async function summary(by, bucket) {
        const range = rangeOf(view.query);
        const times = timesOf(range);
        const [{ counts, totals }, names] = await Promise.all([
            get('/api/assignments/summary', { by, bucket: bucket ?? range.bucket, ...times }, view.signal), namesOf(by)]);
        return { by, range, times, counts, totals, names };
    }

    const decisions = part('decisions', 'Decisions over time', {
        above: element('div', { class: 'stack above' }, element('div', { class: 'row' }, dimension.node, length.node, back), words),
        read: () => summary(DIMENSIONS.includes(view.query.get('by')) ? view.query.get('by') : 'outcome'),
        draw({ range, by, counts, totals, names: ever }) {
            const series = seriesOf(by, range.starts, counts, totals, ever);
            const sums = totalsOf(series, range.starts.length);
            const peak = sums.indexOf(Math.max(...sums));
            const names = range.starts.map((start) => bucketName(start, range.bucket));
            dimension.press(by);
            length.press(range.bucket);
            back.hidden = !range.isZoomed;
            const all = sums[peak] ? counted(sum(sums), 'decision') : 'DPS did not ask: no decision';
            words.textContent = `${all}, ${rangeName(range)}. ${zoneNote(range.bucket)}`;
            const each = series.map((one) => `${one.name} ${count(sum(one.counts))}`).join(', ');
            const label = `${words.textContent} By ${by}: ${each}. Most: ${count(sums[peak])}, ${names[peak]}.`;
            chart.show({ names, series, label, ticks: (fit) => ticksOf(range, fit), address: (from, to) => {
                // Where all are of one series, its filter goes with them.
                const seen = series.filter((one) => sum(one.counts.slice(from, to + 1)));
                return address('#/history', { ...seen.length === 1 && seen[0].filter, ...spanOf(range, from, to) });
            } });
            return chart.node;
        },
    });

    const hubs = part('hubs', 'Share by hub', {
        // The longest buckets: only the totals are looked at.
        read: () => summary('hub', 'month'),
        draw({ totals, times, names }) {
            const linked = (name, value, query) => ({ name, count: value, address: address('#/history', { ...query, ...times }) });
            const named = byCount(totals);
            const others = named.slice(MOST_HUBS);
            const refused = totals.find((one) => !one.value)?.count;
            const chosen = named.slice(0, MOST_HUBS);
            const slots = colourSlots(chosen.slice(0, MOST_SERIES).map((one) => one.value), names);
            const rows = [
                ...chosen.map((one) => ({ ...linked(shortHub(one.value), one.count, { hub: one.value }),
                    colour: `var(--series-${(slots.get(one.value) ?? 6) + 1})` })),
                { name: counted(others.length, 'other hub'), count: sum(others.map((one) => one.count)) },
                { ...linked('no hub (refused)', refused, { outcome: 'rejected' }), colour: 'var(--bad)' },
            ].filter((one) => one.count);
            return rows.length ? shareBars(rows) : emptyMessage('Nothing was decided in this time.');
        },
    });
    return [decisions, hubs];
}

/** Buttons of which one is pressed. */
function choices(label, names, choose) {
    const buttons = names.map((name) => button(name, () => choose(name)));
    return {
        node: element('div', { class: 'row', role: 'group', 'aria-label': label }, label, buttons),
        press(name) { for (const one of buttons) one.setAttribute('aria-pressed', one.textContent === name); },
    };
}

function byCount(totals) {
    return totals.filter((one) => one.value).sort((one, other) => other.count - one.count);
}

/** Counts by value, missing buckets zero: the largest, the others, and those without a value. */
function seriesOf(by, starts, counts, totals, ever) {
    const named = byCount(totals).map((one) => one.value);
    // By name, for by count they would change places from one hour to the next.
    const chosen = by === 'outcome' ? ['assigned', 'rejected'] : named.slice(0, MOST_SERIES).sort();
    const slots = by === 'outcome' ? new Map([['assigned', 0], ['rejected', 1]]) : colourSlots(chosen, ever);
    const series = new Map(chosen.map((value) => [value, {
        name: shortHub(value), colour: `var(--series-${slots.get(value) + 1})`, pattern: slots.get(value), filter: { [by]: value } }]));
    if (by === 'outcome') Object.assign(series.get('rejected'), { name: 'refused', colour: 'var(--bad)' });
    const others = { name: `${named.length - chosen.length} others`, colour: 'var(--series-7)', pattern: 6 };
    if (named.length > chosen.length) series.set('other', others);
    if (totals.some((one) => !one.value)) {
        series.set(undefined, { name: `no ${by} (refused)`, colour: 'var(--bad)', pattern: 7, filter: { outcome: 'rejected' } });
    }
    for (const one of series.values()) one.counts = starts.map(() => 0);
    for (const { start, value, count } of counts) {
        const place = starts.indexOf(Date.parse(start));
        if (place >= 0) (series.get(value) ?? others).counts[place] += count;
    }
    return [...series.values()];
}
