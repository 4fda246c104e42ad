// One decision of the history: what it was, why, and what would be decided now.

import { changeAddress, decisionAddress, deviceAddress } from '../addresses.js';
import { tableOfDifferences } from '../differences.js';
import { button, element, replace } from '../elements.js';
import { explanationView, nearMissList } from '../explanation.js';
import { count, counted, facts, mark, time } from '../formats.js';
import { dialog, emptyMessage, loadingMessage, notify } from '../notices.js';
import { outcomeMark } from '../reasons.js';
import { refusalOf } from '../refusal.js';
import { address, get, send } from '../service.js';
import { plainTable } from '../table.js';

export async function show(view) {
    const number = view.path[0];
    view.setTitle(`Decision ${number}`);
    if (!/^[1-9]\d{0,15}$/.test(number)) {
        return replace(view.root,
            emptyMessage('Decisions are known by their numbers.', element('a', { href: '#/history' }, 'To the history')));
    }
    replace(view.root, loadingMessage());
    const answer = (await send('POST', '/api/explain', { json: { assignmentId: Number(number) }, named: false, signal: view.signal })).json;
    const { recorded } = answer;
    const neighbours = element('span', { class: 'row' });
    const told = element('div', { class: 'stack' }, summary(answer, view, await barredSince(recorded, view.signal)),
        element('div', { class: 'cards' }, thenCard(answer), nowCard(answer)), changesCard(answer));
    replace(view.root, element('div', { class: 'row spread' },
        element('div', { class: 'row' },
            recorded.registrationId && [
                element('a', { href: deviceAddress(recorded.registrationId) }, 'The device'),
                element('a', { href: address('#/history', { registrationId: recorded.registrationId }) }, 'All its decisions'),
                neighbours,
            ]),
        button('Copy as text', () => copy(told.innerText))), told);
    if (recorded.registrationId) showNeighbours(neighbours, recorded, view.signal).catch(() => {});
}

/** The decisions of the same device before and after it. */
async function showNeighbours(node, { id, registrationId }, signal) {
    const links = await Promise.all(['newest', 'oldest'].map(async (order) => {
        const { assignments } = await get('/api/assignments', { registrationId, order, cursor: `${order}-${id}`, limit: 1 }, signal);
        const text = order === 'newest' ? 'The one before' : 'The one after';
        return assignments[0] && element('a', { href: decisionAddress(assignments[0].id) }, text);
    }));
    replace(node, links);
}

/** When a device came to be barred, as the change log tells; nothing where it does not. */
async function barredSince({ reason, registrationId, decidedAt }, signal) {
    if (reason !== 'deviceDisabled') return undefined;
    const query = { device: registrationId, member: 'status', until: decidedAt, limit: 1 };
    const { changes } = await get('/api/changes', query, signal).catch(() => ({ changes: [] }));
    return changes[0] && time(changes[0].time).textContent;
}

function summary({ recorded, then, now }, view, since) {
    const { outcome, reason, hub, division, registrationId, ruleId, deviceRevision } = recorded;
    const by = ruleId ? `by rule ${ruleId}` : `by its entry in the inventory${deviceRevision ? `, revision ${deviceRevision}` : ''}`;
    const refused = outcome === 'rejected';
    const options = { canWrite: view.can('fleet'), since };
    // Its steps tell more than its row, where they come to the same.
    const told = [then, now].find((one) => one?.reason === reason) ?? recorded;
    return element('section', { class: 'card stack' }, element('h2', {}, 'What was decided'),
        element('p', { class: 'verdict' }, outcomeMark(outcome), ' ',
            element('strong', {}, registrationId ?? 'A device without a registration ID'), ' was ',
            refused ? 'refused' : ['assigned to ', element('strong', {}, hub)], ' on ', time(recorded.decidedAt),
            refused ? `: ${refusalOf(told, options).why}.` : ` ${by}${division ? ` (division ${division})` : ''}.`),
        refused && wayOut(recorded, now, options),
        refused && nearMissList(now),
        recordedFacts(recorded));
}

/** What to do that it is not refused again, if it would be. */
function wayOut(recorded, now, options) {
    if (now.status === 200) return element('p', {}, 'Now it would be assigned.');
    const { why, advice } = refusalOf(now, now.reason === recorded.reason ? options : { ...options, since: undefined });
    return element('p', {}, now.reason !== recorded.reason && `Now it would be refused as ${why}. `, advice);
}

function recordedFacts(recorded) {
    const { enrollment, linkedHubs, hub } = recorded;
    return facts([
        ['Request ID', element('code', {}, recorded.requestId)],
        ['Reason code', element('code', {}, recorded.reason)],
        ['Enrollment', enrollment && `${enrollment.id} (${enrollment.kind})`],
        ['Attestation', recorded.attestation],
        ['Linked hubs', linkedHubs?.length > 0 && element('ol', {}, linkedHubs.map((name) => element('li', {}, name, ' ',
            name.toLowerCase() === hub?.toLowerCase() && mark('chosen', 'good'))))],
        ['Previous hub', recorded.previousHub],
        ['Policy revision', recorded.policyRevision],
    ]);
}

function thenCard({ then, reproduced, doubts = [], mismatches = [] }) {
    return element('section', { class: 'card stack' }, element('h2', {}, 'Then'),
        element('p', {}, reproduced === undefined
            ? [mark('unknown', 'warn'), ' ',
                then ? 'Whether this is what was recorded cannot be said.' : 'It cannot be decided again as it was.']
            : [mark(...reproduced ? ['agrees', 'good'] : ['differs', 'bad']), ' Decided again with the policy and device of that time, ',
                reproduced ? 'it comes to what was recorded.' : 'it does not come to what was recorded.']),
        doubts.length > 0 && element('ul', {}, doubts.map((doubt) => element('li', {}, doubt))),
        mismatches.length > 0 && tableOfDifferences(mismatches, ['Recorded', 'Decided again']),
        then && explanationView(then, { past: true, isTold: reproduced }));
}

function nowCard({ now, then, differences = [] }) {
    const same = !differences.length;
    return element('section', { class: 'card stack' }, element('h2', {}, 'Now'),
        element('p', {}, same ? 'Asked now, the same.' : [mark('different', 'warn'), ' Asked again, it would be decided otherwise.']),
        !same && tableOfDifferences(differences, [then ? 'Then' : 'Recorded', 'Now']),
        (!same || !then) && explanationView(now, { isTold: same }));
}

function changesCard({ recorded, differences = [], changes = [], changeCount = 0 }) {
    if (!changeCount) {
        return element('p', { class: 'quiet' }, differences.length ? 'No change since is in the log, yet it would be decided otherwise.'
            : 'Neither the device nor any division or rule has changed since.');
    }
    return element('section', { class: 'card stack' }, element('h2', {}, `${counted(changeCount, 'change')} since`),
        plainTable(['When', 'What', 'Who', 'Why'], changes.map((change) => [
            time(change.time),
            [mark(change.effect), ' ', element('a', { href: changeAddress(change.id) }, `${change.kind} ${change.subject}`),
                change.changed.length > 0 && ` (${change.changed.join(', ')})`],
            change.actor, change.message])),
        changeCount > changes.length && element('p', {}, `These are the first ${count(changes.length)}. `,
            element('a', { href: address('#/changes', { since: recorded.decidedAt }) }, 'All changes since')));
}

/** Copies; where the browser lets no page do so, as over plain HTTP, one copies what is selected. */
async function copy(text) {
    try {
        await navigator.clipboard.writeText(text);
        notify('Copied.');
    } catch {
        dialog('Copy as text', () => {
            const area = element('textarea', { rows: 16, readonly: true, 'aria-label': 'The explanation', properties: { value: text } });
            requestAnimationFrame(() => area.select());
            return element('div', {}, element('p', { class: 'hint' }, 'It is selected: copy it with the keyboard.'), area);
        });
    }
}
