// Asks what would come of a device now, and asks again when what decides has changed.

import { element, replace } from './elements.js';
import { explanationView } from './explanation.js';
import { field, textInput } from './forms.js';
import { problemMessage } from './notices.js';
import { get, send } from './service.js';

/** The box "Try an ID", kept in the address as `try`, `hubs` and `current`: `{ node, ask() }`. */
export function trialBox(view) {
    const { query, signal } = view;
    const id = field('Registration ID', textInput({ maxlength: 128, required: true }));
    const hubs = field('Linked hubs', element('textarea', { rows: 3, spellcheck: 'false' }), {
        hint: 'One a line; at first those of the last 24 hours. Without any, it is explained as far as the division.' });
    const current = field('Hub that it is at now', textInput({ maxlength: 253 }), { hint: 'If it comes to be provisioned again.' });
    const result = element('div', { 'aria-live': 'polite', class: 'result' });
    let asked = new AbortController();
    const node = element('section', { class: 'card trial', 'aria-labelledby': 'trial' },
        element('h2', { id: 'trial' }, 'Try an ID'),
        element('form', { class: 'stack', on: { submit: (event) => {
            event.preventDefault();
            if (!view.change({ try: id.input.value.trim(), hubs: linesOf(hubs.input), current: current.input.value.trim() })) ask();
        } } }, id.node, hubs.node, current.node, element('button', { class: 'primary' }, 'Ask')),
        result);
    fill(query);
    view.onQuery((changed) => {
        fill(changed);
        ask();
    });
    start();
    return { node, ask };

    function fill(from) {
        id.input.value = from.get('try') ?? id.input.value;
        if (from.has('hubs')) hubs.input.value = from.getAll('hubs').join('\n');
        current.input.value = from.get('current') ?? current.input.value;
    }

    async function start() {
        try {
            if (query.has('hubs')) return;
            const { totals } = await get('/api/assignments/summary', { by: 'hub', bucket: 'hour' }, signal);
            hubs.input.value ||= totals.map(({ value }) => value).filter(Boolean).join('\n');
        } catch (problem) {
            if (problem.name !== 'AbortError') hubs.fail(`The recent hubs cannot be read. ${problem.message}`);
        } finally {
            if (query.has('try')) await ask();
        }
    }

    async function ask() {
        const registrationId = id.input.value.trim();
        if (!registrationId) return;
        asked.abort();
        asked = new AbortController();
        try {
            const lines = linesOf(hubs.input);
            const { json } = await send('POST', '/api/explain', {
                json: { registrationId, linkedHubs: lines.length ? lines : undefined, currentHub: current.input.value.trim() || undefined },
                named: false, signal: AbortSignal.any([signal, asked.signal]),
            });
            replace(result, explanationView(json.now, { canWrite: view.can('fleet') }));
        } catch (problem) {
            if (problem.name === 'AbortError') return;
            replace(result, problemMessage(problem));
        }
    }
}

function linesOf({ value }) {
    return value.split(/\s+/).filter(Boolean);
}
