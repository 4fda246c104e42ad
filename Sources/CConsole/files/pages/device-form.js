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
 * Gives `{ node, meet(read), drop() }`: it goes on from what was read and keeps what was typed, and where somebody else has changed
 * just that, it asks first.
 */
export function deviceForm({ view, divisions, read, path, took }) {
    const writes = view.can('fleet');
    // What is written is written over `base`; `former` are its texts as the service has them, `shown` as the inputs do.
    let base = read;
    let latest = read;
    let former = textsOf(read);
    let shown = former;
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
    const state = element('span', { class: 'quiet', role: 'status', tabindex: -1 });
    const effect = element('div', { class: 'effect', tabindex: 0, role: 'region', 'aria-label': 'What it is sent' });
    const saveButton = element('button', { type: 'submit', class: 'primary' }, 'Save');
    const dropButton = button('Drop what I typed', drop);
    const card = (title, ...content) => element('section', { class: 'card stack' }, element('h2', {}, title), content);
    const node = element('form', { class: 'stack', on: { input: check, submit: (event) => { event.preventDefault(); save(); } } },
        element('div', { class: 'cards' },
            card('Details', all.slice(0, 4).map((name) => fields[name].node)),
            card('Its own twin and payload', all.slice(4).map((name) => fields[name].node)),
            card('The twin it is sent',
                element('p', { class: 'hint' }, 'Its own over its division’s; a null takes away what the division has.'), effect)),
        fault,
        writes && element('div', { class: 'card stack' }, field('Why (kept in the change log)', message).node,
            element('div', { class: 'row' }, saveButton, dropButton, state)));
    rebase(read, []);

    // The shell draws a page anew only when its address has changed, so who stays finds what was typed.
    const here = location.href;
    view.onQuery(() => {});
    addEventListener('beforeunload', (event) => { if (changes().length) event.preventDefault(); }, { signal: view.signal });
    // Comes before the hashchange that the shell waits for.
    addEventListener('popstate', () => {
        if (location.href === here || !changes().length || confirm('Leave this page? What you typed is not saved.')) return;
        history.replaceState(null, '', here);
    }, { signal: view.signal });
    return { node, meet, drop };

    function changes() {
        return writes ? all.filter((name) => fields[name].input.value !== shown[name]) : [];
    }

    /** Goes on from `now`; what is `kept` stays as it was typed. */
    function rebase(now, kept = changes()) {
        base = now;
        latest = now;
        former = textsOf(now);
        shown = {};
        for (const name of all) {
            const { input } = fields[name];
            // An input has its own ends of lines: what it makes of the text is what is compared.
            const other = input.cloneNode(true);
            other.value = former[name];
            shown[name] = other.value;
            // What is there already is left alone, for somebody may be in it.
            if (!kept.includes(name) && input.value !== shown[name]) input.value = shown[name];
        }
        replace(fault);
        check();
    }

    /** The same, but what somebody else has changed under what was typed here is not gone over unasked. */
    function meet(now) {
        const theirs = textsOf(now);
        const clashes = changes().some((name) => theirs[name] !== former[name] && theirs[name] !== fields[name].input.value);
        if (clashes) showTheirs(now); else rebase(now);
    }

    function drop() {
        rebase(latest, []);
        state.focus();
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
        dropButton.hidden = !isChanged;
        return broken;
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
            if (isFocusFree()) state.focus();
            took(answer, `${answer.json.registrationId} was saved.`);
        } catch (problem) {
            check();
            const now = problem.status === 412 && await getTagged(path, view.signal).catch(() => null);
            if (now) return showTheirs(now);
            for (const { pointer, detail } of problem.faults ?? []) {
                const [, first, second] = pointer.split('/');
                fields[first === 'twin' ? { tags: 'tags', properties: 'desired' }[second] : first]?.fail(`${pointer}: ${detail}`);
            }
            replace(fault, problemMessage(problem));
            if (isFocusFree()) (node.querySelector('[aria-invalid]') ?? saveButton).focus();
        }
    }

    /** Whether the focus was on what is disabled or gone by now, and not where somebody types on. */
    function isFocusFree() {
        return [document.body, saveButton].includes(document.activeElement);
    }

    function valueOf(name) {
        const text = fields[name].input.value.trim();
        return name === 'labels' ? labelsIn(text) : text || null;
    }

    /**
     * The device as JSON, with the numbers of its twin and payload as they are typed. What was not edited goes back as the service has it,
     * to the last space.
     */
    function whole() {
        const mine = changes();
        const { status, statusReason, heldUntil } = base.json;
        const details = all.slice(0, 4).map((name) => [name, mine.includes(name) ? valueOf(name) : base.json[name]]);
        const [tags, desired, payload] = all.slice(4).map((name) => mine.includes(name) ? valueOf(name) : former[name]);
        // A null here would take away what the division has.
        const twin = [tags && `"tags":${tags}`, desired && `"properties":{"desired":${desired}}`].filter(Boolean);
        const members = JSON.stringify({ status, statusReason, heldUntil, ...Object.fromEntries(details) });
        return `${members.slice(0, -1)},"twin":${twin.length ? `{${twin}}` : null},"payload":${payload || null}}`;
    }

    /** Somebody was quicker: shows what was there, what is there now and what was typed, and lets one choose. */
    function showTheirs(now) {
        latest = now;
        took(now);
        const mine = changes();
        const theirs = textsOf(now);
        // The last change of all may be one's own, such as a new status.
        const whoElse = now.json.updatedBy === view.session.name ? 'Somebody' : now.json.updatedBy;
        const text = (value) => value ? element('pre', { tabindex: 0 }, value) : element('span', { class: 'quiet' }, 'nothing');
        const rows = all.filter((name) => theirs[name] !== former[name] || mine.includes(name)).map((name) => [
            fields[name].node.firstChild.textContent, text(former[name]), text(theirs[name]),
            mine.includes(name) ? text(fields[name].input.value) : element('span', { class: 'quiet' }, 'as theirs')]);
        replace(fault, element('section', { class: 'message bad', tabindex: -1, 'aria-label': 'Changed meanwhile' },
            element('strong', {}, `${whoElse} has changed it meanwhile. Nothing of yours is saved yet, and nothing is lost.`),
            plainTable(['Field', 'Was', 'Is now', 'Mine'], rows),
            element('div', { class: 'row' },
                button('Use theirs', drop),
                button('Save mine over it', saveOver))));
        fault.firstChild.focus();
    }

    function saveOver() {
        if (check()) return node.querySelector('[aria-invalid]').focus();
        rebase(latest);
        save();
    }
}

function textsOf({ json, text }) {
    return {
        division: json.division, pinnedHub: json.pinnedHub ?? '', labels: (json.labels ?? []).join(' | '), note: json.note ?? '',
        ...Object.fromEntries(Object.entries(PIECES).map(([name, place]) => [name, pieceOf(text, ...place)])),
    };
}
