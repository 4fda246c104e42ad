// What people say of a device: its fields, its twin and its payload, and what is done when two change them at once.

import { button, element, replace } from '../elements.js';
import { choice, field, textInput } from '../forms.js';
import { pieceOf, readJSON } from '../json.js';
import { problemMessage } from '../notices.js';
import { labelsIn } from '../registering.js';
import { getTagged, send } from '../service.js';
import { plainTable } from '../table.js';
import { effectiveTwin, twinFaults } from '../twins.js';

const PIECES = { tags: ['twin', 'tags'], desired: ['twin', 'properties', 'desired'], payload: ['payload'] };

/**
 * The form of a device. `read` is what `getTagged(path)` gave; `took(answer, text)` hears of what was saved.
 * Gives `{ node, rebase(read, drop) }`: it goes on from what was read, and keeps what was typed, unless that is dropped.
 */
export function deviceForm({ view, divisions, read, path, took }) {
    const writes = view.can('fleet');
    let base = read;
    let shown = textsOf(read);
    const names = divisions.map(({ name }) => name);
    const area = (rows, style) => element('textarea', { rows, class: style, spellcheck: 'false', readonly: !writes });
    const fields = {
        division: field('Division', choice(names, { disabled: !writes })),
        pinnedHub: field('Pinned hub', textInput({ maxlength: 253, readonly: !writes }), { hint: 'The one hub that it may go to' }),
        labels: field('Labels', textInput({ readonly: !writes }), { hint: 'Several are divided by |' }),
        note: field('Note', area(3, 'words')),
        tags: field('Tags', area(7)),
        desired: field('Desired properties', area(7)),
        payload: field('Payload', area(4), { hint: 'What DPS hands to the device' }),
    };
    const all = Object.keys(fields);
    const message = textInput({ maxlength: 1024 });
    const fault = element('div');
    const state = element('span', { class: 'quiet', role: 'status' });
    const effect = element('div', { class: 'effect', tabindex: 0, role: 'region', 'aria-label': 'What it is sent' });
    const saveButton = element('button', { type: 'submit', class: 'primary' }, 'Save');
    const drop = button('Drop what I typed', () => rebase(base, true));
    const card = (title, ...content) => element('section', { class: 'card stack' }, element('h2', {}, title), content);
    const node = element('form', { class: 'stack', on: { input: check, submit: (event) => { event.preventDefault(); save(); } } },
        element('div', { class: 'cards' },
            card('Details', all.slice(0, 4).map((name) => fields[name].node)),
            card('Its own twin and payload', all.slice(4).map((name) => fields[name].node)),
            card('The twin it is sent',
                element('p', { class: 'hint' }, 'Its own over its division’s; a null takes away what the division has.'), effect)),
        fault,
        writes && element('div', { class: 'card stack' }, field('Why (kept in the change log)', message).node,
            element('div', { class: 'row' }, saveButton, drop, state)));
    rebase(read, true);

    // The shell draws a page anew only when its address has changed, so who stays finds what was typed.
    const here = location.href;
    view.onQuery(() => {});
    addEventListener('beforeunload', (event) => { if (changes().length) event.preventDefault(); }, { signal: view.signal });
    // Comes before the hashchange that the shell waits for.
    addEventListener('popstate', () => {
        if (location.href === here || !changes().length || confirm('Leave this page? What you typed is not saved.')) return;
        history.replaceState(null, '', here);
    }, { signal: view.signal });
    return { node, rebase };

    function changes() {
        return writes ? all.filter((name) => fields[name].input.value !== shown[name]) : [];
    }

    function rebase(now, drops = false) {
        const kept = drops ? [] : changes().map((name) => [name, fields[name].input.value]);
        base = now;
        shown = textsOf(now);
        for (const name of all) {
            fields[name].input.value = shown[name];
            // An input has its own ends of lines: what it made of the text is what is compared.
            shown[name] = fields[name].input.value;
        }
        for (const [name, text] of kept) fields[name].input.value = text;
        replace(fault);
        check();
    }

    function check() {
        const values = {};
        let broken = false;
        for (const name of Object.keys(PIECES)) {
            const text = fields[name].input.value;
            fields[name].fail();
            try {
                if (text.trim() && !readJSON(text).members && text.trim() !== 'null') {
                    throw new SyntaxError('Line 1, column 1: must be an object, { … }');
                }
                values[name] = JSON.parse(text.trim() || '{}');
                if (name !== 'payload') fields[name].fail(twinFaults(name, values[name]).slice(0, 5).join('\n'));
            } catch (problem) {
                fields[name].fail(problem.message);
                broken = true;
            }
        }
        const template = divisions.find(({ name }) => name === fields.division.input.value)?.twin;
        if (!broken) replace(effect, effectiveTwin(template, { tags: values.tags, properties: { desired: values.desired } }));
        const isChanged = changes().length > 0;
        state.textContent = broken ? 'What is marked is not JSON yet.' : isChanged ? 'Not saved yet' : 'Nothing to save';
        saveButton.disabled = broken || !isChanged;
        drop.hidden = !isChanged;
    }

    async function save() {
        const mine = changes();
        if (saveButton.disabled || !mine.length) return;
        const sent = Object.fromEntries(mine.map((name) => [name, fields[name].input.value]));
        saveButton.disabled = true;
        replace(fault);
        const options = { match: base.tag, message: message.value.trim() };
        try {
            // A null in a merge patch takes a member away, but in a device's twin it is kept: a twin can only be written whole.
            const answer = await (mine.some((name) => name in PIECES)
                ? send('PUT', path, { ...options, content: whole(), type: 'application/json' })
                : send('PATCH', path, { ...options, json: Object.fromEntries(mine.map((name) => [name, valueOf(name)])) }));
            message.value = '';
            // What was typed while it was being saved is kept.
            Object.assign(shown, sent);
            rebase(answer);
            took(answer, 'Saved.');
        } catch (problem) {
            check();
            if (problem.status === 412) return showTheirs(problem);
            for (const { pointer, detail } of problem.faults ?? []) {
                const [, first, second] = pointer.split('/');
                fields[first === 'twin' ? { tags: 'tags', properties: 'desired' }[second] : first]?.fail(`${pointer}: ${detail}`);
            }
            replace(fault, problemMessage(problem));
        }
    }

    function valueOf(name) {
        const text = fields[name].input.value.trim();
        return name === 'labels' ? labelsIn(text) : text || null;
    }

    /** The device as JSON, with the numbers of its twin and payload as they are typed. */
    function whole() {
        const { status, statusReason, heldUntil } = base.json;
        const members = { status, statusReason, heldUntil, ...Object.fromEntries(all.slice(0, 4).map((name) => [name, valueOf(name)])) };
        const [tags, desired, payload] = all.slice(4).map(valueOf);
        // A null here would take away what the division has.
        const twin = [tags && `"tags":${tags}`, desired && `"properties":{"desired":${desired}}`].filter(Boolean);
        return `${JSON.stringify(members).slice(0, -1)},"twin":${twin.length ? `{${twin}}` : null},"payload":${payload}}`;
    }

    /** Somebody was quicker: shows what was there, what is there now and what was typed, and lets one choose. */
    async function showTheirs(problem) {
        const now = await getTagged(path, view.signal).catch(() => null);
        if (!now) return replace(fault, problemMessage(problem));
        took(now);
        const mine = changes();
        const theirs = textsOf(now);
        const text = (value) => value ? element('pre', { tabindex: 0 }, value) : element('span', { class: 'quiet' }, 'nothing');
        const rows = all.filter((name) => theirs[name] !== shown[name] || mine.includes(name)).map((name) => [
            fields[name].node.firstChild.textContent, text(shown[name]), text(theirs[name]),
            mine.includes(name) ? text(fields[name].input.value) : element('span', { class: 'quiet' }, 'as theirs')]);
        replace(fault, element('section', { class: 'message bad', tabindex: -1, 'aria-label': 'Changed meanwhile' },
            element('strong', {}, `${now.json.updatedBy} has changed it meanwhile. Nothing of yours is saved yet, and nothing is lost.`),
            plainTable(['Field', 'Was', 'Is now', 'Mine'], rows),
            element('div', { class: 'row' },
                button('Use theirs', () => rebase(now, true)),
                button('Save mine over it', () => { rebase(now); save(); }))));
        fault.firstChild.focus();
    }
}

function textsOf({ json, text }) {
    return {
        division: json.division, pinnedHub: json.pinnedHub ?? '', labels: (json.labels ?? []).join(' | '), note: json.note ?? '',
        ...Object.fromEntries(Object.entries(PIECES).map(([name, place]) => [name, pieceOf(text, ...place)])),
    };
}
