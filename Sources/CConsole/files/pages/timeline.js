// What has happened to a device: its changes and, for who may see them, its decisions.

import { changeSetAddress, decisionAddress } from '../addresses.js';
import { differencesOf, tableOfDifferences } from '../differences.js';
import { button, element, replace } from '../elements.js';
import { mark, time } from '../formats.js';
import { problemMessage } from '../notices.js';
import { reasonText } from '../reasons.js';
import { address, get } from '../service.js';

const MOST = 1000;

/** The newest first, more as one asks: `{ node, load() }`, where `load` begins anew. */
export function timeline(view, path, id) {
    const sees = view.can('auditor');
    const entries = element('ol', { class: 'timeline' });
    const foot = element('div', { class: 'row' });
    const node = element('section', { class: 'card stack' }, element('h2', {}, sees ? 'Changes and decisions' : 'Changes'), entries, foot);
    let limit;

    /** Neither the history nor the log is so long that its beginning could not be asked for again, longer. */
    async function more(most) {
        limit = most;
        const known = most > 25 ? entries.childElementCount : 0;
        try {
            const found = sees ? (await get(`${path}/timeline`, { limit }, view.signal)).entries
                : (await get('/api/changes', { device: id, limit }, view.signal)).changes;
            replace(entries, found.map(sees ? entryNode : changeNode));
        } catch (problem) {
            if (problem.name === 'AbortError') return;
            if (problem.status !== 404) return replace(foot, problemMessage(problem, { retry: () => more(limit) }));
            replace(entries);
        }
        const number = entries.childElementCount;
        replace(foot, !number && 'Nothing has happened to it yet.',
            number === limit && (limit < MOST
                ? button('Show more', () => more(Math.min(limit * 4, MOST)))
                : element('a', { href: address(sees ? '#/history' : '#/changes', sees ? { registrationId: id } : { device: id }) },
                    'There is more: see all of it')));
        if (known) entries.children[known]?.focus();
    }
    return { node, load: () => more(25) };
}

function entryNode({ assignment, summary, event, differences = [], ...entry }) {
    // What differs stands below.
    const text = differences.length ? summary.split(': ')[0]
        : assignment?.outcome === 'rejected' ? reasonText(assignment.reason) : summary;
    return node(entry, event, assignment ? element('a', { href: decisionAddress(assignment.id) }, text) : text, differences);
}

function changeNode({ effect, before, after, ...entry }) {
    return node(entry, effect, entry.revision && `revision ${entry.revision}`, before && after ? differencesOf(before, after) : []);
}

function node({ time: moment, actor, changeSet, message }, event, text, differences) {
    return element('li', { tabindex: -1 },
        element('div', { class: 'row' }, time(moment), mark(event), text !== event && element('span', {}, text),
            changeSet && element('span', { class: 'quiet' }, `by ${actor}, `,
                element('a', { href: changeSetAddress(changeSet) }, `change set ${changeSet}`))),
        message && element('p', {}, `“${message}”`), differences.length > 0 && tableOfDifferences(differences));
}
