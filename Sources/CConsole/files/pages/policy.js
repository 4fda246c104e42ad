// What decides: the divisions, the rules in the order in which they are tried, and beside them what comes of an ID.

import { divisionPath } from '../addresses.js';
import { edit, factsOf, jsonField } from '../editing.js';
import { button, element, replace } from '../elements.js';
import { titled } from '../formats.js';
import { textInput } from '../forms.js';
import { dialog, emptyMessage, notify, orNotify } from '../notices.js';
import { objectText } from '../json.js';
import { KINDS, ruleFields } from '../rule-fields.js';
import { get, getTagged, send } from '../service.js';
import { list } from '../table.js';
import { trialBox } from '../trial.js';
import { tellDone } from '../undoing.js';

/** Shows the page. */
export async function show(view) {
    const { root, signal } = view;
    const canWrite = view.can();
    let divisions = [];
    let rules = [];
    const divisionList = list({
        label: 'Divisions', signal, key: (division) => division.name,
        empty: emptyMessage(`There is no division, so every device is refused.${canWrite ? ' Make the first.' : ''}`),
        load: async () => ({ rows: [...divisions] }),
        columns: [
            { title: 'Name', width: 3, cell: ({ name }) => titled(name) },
            { title: 'Hub names with', width: 3, cell: ({ hubPattern }) => code(hubPattern) },
            { title: 'Noun', width: 3, wide: true, cell: ({ noun }) => titled(noun) },
            { title: '', width: 2, cell: (division) => opener('division', division.name, () => orNotify(() => openDivision(division))) },
        ],
    });
    const ruleList = list({
        label: 'Rules, in the order in which they are tried', signal, key: (rule) => rule.id,
        empty: emptyMessage('There is no rule: only registered devices are assigned.'),
        load: async () => ({ rows: [...rules] }),
        columns: [
            { title: 'Rule', width: 1, cell: ({ id }) => String(id) },
            { title: 'Registration ID', width: 5, cell: ({ kind, pattern }) => [new Map(KINDS).get(kind), ' ', code(pattern)] },
            { title: 'Division', width: 1.8, cell: ({ division }) => titled(division) },
            ...canWrite ? [{ title: '', width: 2.4, cell: (rule) => [
                mover(rule, -1, '↑', 'up'), mover(rule, 1, '↓', 'down'),
                opener('rule', rule.id, () => openRule(rule))] }] : [],
        ],
    });
    ruleList.node.classList.add('rules');
    // Fleet keys may not ask for explanations.
    const trial = view.can('auditor') ? trialBox(view) : null;
    replace(root, element('div', { class: trial ? 'beside' : null },
        element('div', { class: 'stack' },
            section('Divisions', 'Make a division', makeDivision, divisionList.node),
            section('Rules', 'Make a rule', () => openRule(), element('p', { class: 'hint' },
                'For a device that is not registered, the first rule that fits says the division.'), ruleList.node)),
        trial?.node));
    await reload();

    function section(title, text, make, ...content) {
        return element('section', { class: 'stack' },
            element('div', { class: 'row spread' }, element('h2', {}, title),
                canWrite && button(text, make, { 'data-focus': title })),
            ...content);
    }

    /** Reads anew what decides; who has scrolled keeps their place, and the focus comes back to what was pressed. */
    async function reload(focus) {
        [divisions, rules] = (await Promise.all([get('/api/divisions', {}, signal), get('/api/rules', {}, signal)]))
            .map((answer) => answer.divisions ?? answer.rules);
        // Each pattern is whole, in as many lines as the longest takes; on a narrow screen the three buttons stand below each other.
        const longest = Math.max(0, ...rules.map(({ pattern }) => pattern.length));
        const rowOf = (letters, least) => `${Math.max(least, Math.ceil((longest + 8) / letters) * 20 + 10)}px`;
        ruleList.node.style.setProperty('--wide-row', rowOf(30, 40));
        ruleList.node.style.setProperty('--narrow-row', rowOf(13, canWrite ? 108 : 40));
        for (const one of [divisionList, ruleList]) {
            const scroller = one.node.querySelector('.scroller');
            const top = scroller.scrollTop;
            await one.reload();
            scroller.scrollTop = top;
        }
        // At either end, a rule moves no further: then its Edit has the focus.
        for (const one of [focus, focus?.replace(/^(up|down)-/, 'rule-')]) {
            if (document.activeElement === document.body) root.querySelector(`[data-focus="${CSS.escape(one ?? '')}"]:enabled`)?.focus();
        }
    }

    async function saved(text, answer, focus) {
        await tellDone(text, { request: answer.request, after: () => refresh(focus) });
    }

    async function refresh(focus) {
        await Promise.all([reload(focus), trial?.ask()]);
    }

    function opener(kind, name, open) {
        const word = canWrite ? 'Edit' : 'Show';
        return button(word, open, { class: 'plain', 'data-focus': `${kind}-${name}`, 'aria-label': `${word} ${kind} ${name}` });
    }

    function mover(rule, step, sign, word) {
        const position = rule.position + step;
        const focus = `${word}-${rule.id}`;
        return button(sign, ({ currentTarget }) => {
                currentTarget.disabled = true;
                return orNotify(() => send('PATCH', `/api/rules/${rule.id}`, { json: { position }, match: `"${rule.revision}"` })
                    .then(() => notify(`Rule ${rule.id} is now at place ${position}.`))
                    .catch((problem) => {
                        if (problem.status !== 412) throw problem;
                        throw new Error(`Somebody else has changed rule ${rule.id} meanwhile: look at it, and move it again.`);
                    })).then(() => orNotify(() => refresh(focus)));
            }, { class: 'plain', 'data-focus': focus, 'aria-label': `Move rule ${rule.id} ${word}`,
                disabled: position < 1 || position > rules.length });
    }

    /** `text` is the division as the service wrote it, with every number as it was typed. */
    function divisionFields(division, text = '{}') {
        return [
            { name: 'hubPattern', label: 'Hub names with',
                input: textInput({ value: division?.hubPattern, required: true, maxlength: 253 }),
                hint: 'Of the linked hubs, those whose names have this in them are the division’s. Such as -toasters-' },
            { name: 'noun', label: 'Noun', input: textInput({ value: division?.noun, required: true, maxlength: 64 }),
                hint: 'For “No … hub found for the enrollment.”' },
            jsonField('twin', 'Twin template (JSON)', text,
                '{ "tags": { … }, "properties": { "desired": { … } } }, or empty'),
            jsonField('payload', 'Payload (JSON)', text, 'What DPS hands to the device, or empty; at most 16,384 bytes.'),
        ];
    }

    async function makeDivision() {
        const answer = await edit('Make a division', {
            fields: [{ name: 'name', label: 'Name', input: textInput({ required: true, maxlength: 64 }), read: newName },
                ...divisionFields()],
            action: 'Make it',
            run: ({ name, ...members }, message) => send('PUT', divisionPath(name), { ...written(members), message, noneMatch: '*' }),
        });
        if (answer) await saved(`The division ${answer.json.name} was made.`, answer, 'Divisions');
    }

    function newName({ value }) {
        const name = value.trim();
        if (divisions.some((one) => one.name.toLowerCase() === name.toLowerCase())) throw new Error('There is a division of this name.');
        return name;
    }

    async function openDivision(division) {
        const { name } = division;
        if (!canWrite) return dialog(`Division ${name}`, () => element('div', {}, factsOf(divisionFields(division), division)));
        const path = divisionPath(name);
        const { json, tag, text } = await getTagged(path, signal);
        const place = { path, tag };
        const answer = await edit(`Division ${name}`, {
            ...place, fields: divisionFields(json, text), action: 'Save',
            run: (members, message, match) => send('PUT', path, { ...written(members), message, match }),
            others: [{ label: 'Rename …', run: rename },
                { label: 'Delete …', run: () => remove(`division ${name}`, place, divisionFields(json, text), 'Divisions') }],
        });
        if (answer) await saved(`The division ${name} was saved.`, answer, `division-${name}`);

        async function rename() {
            const renamed = await edit(`Rename the division ${name}`, {
                ...place, fields: [{ name: 'name', label: 'Name', input: textInput({ value: name, required: true, maxlength: 64 }),
                    hint: 'Its devices and rules go with it.' }],
                action: 'Rename', run: (json, message, match) => send('PATCH', path, { json, message, match }),
            });
            if (renamed) await saved(`The division ${name} is now ${renamed.json.name}.`, renamed, `division-${renamed.json.name}`);
        }
    }

    async function openRule(rule) {
        const path = rule && `/api/rules/${rule.id}`;
        const place = rule && { path, tag: `"${rule.revision}"` };
        const answer = await edit(rule ? `Rule ${rule.id}` : 'Make a rule', {
            ...place, fields: ruleFields(divisions, rule), action: rule ? 'Save' : 'Make it',
            run: (json, message, match) => send(rule ? 'PATCH' : 'POST', path ?? '/api/rules', { json, message, match }),
            others: rule && [{ label: 'Delete …', run: () => remove(`rule ${rule.id}`, place, ruleFields(divisions, rule), 'Rules') }],
        });
        if (answer) await saved(`Rule ${answer.json.id} was ${rule ? 'saved' : 'made'}.`, answer, `rule-${answer.json.id}`);
    }

    async function remove(what, place, shown, focus) {
        const answer = await edit(`Delete ${what}?`, {
            ...place, shown, action: 'Delete', danger: true, about: element('p', {}, 'From the next request on, it no longer decides.'),
            run: (_, message, match) => send('DELETE', place.path, { message, match }),
        });
        if (answer) await saved(`Deleted: ${what}.`, answer, focus);
    }
}

function written(members) {
    return { content: objectText(members), type: 'application/json' };
}

function code(text) {
    return element('code', { title: text }, text);
}
