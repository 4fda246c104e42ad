// Who may ask the service: its keys. A secret is shown once, in a dialog, and is kept nowhere: not in the address, not in storage.

import { edit } from '../editing.js';
import { button, element, replace } from '../elements.js';
import { mark, time } from '../formats.js';
import { choice, textInput } from '../forms.js';
import { dialog, emptyMessage } from '../notices.js';
import { get, send } from '../service.js';
import { plainTable } from '../table.js';
import { tellDone } from '../undoing.js';

const ROLES = [
    ['webhook', 'webhook: asks for decisions, as DPS does'],
    ['fleet', 'fleet: registers and changes devices'],
    ['auditor', 'auditor: reads everything but keys'],
    ['admin', 'admin: may do everything'],
];

/** Shows the page. */
export async function show(view) {
    const { root, signal } = view;
    const revoked = element('input', { type: 'checkbox', on: { change: () => view.change({ revoked: revoked.checked ? 'true' : '' }) } });
    const add = button('Make a key', make, { class: 'primary' });
    const card = element('div', { class: 'card' });
    let keys;
    await reload();
    replace(root, element('div', { class: 'row spread' }, add, element('label', { class: 'check' }, revoked, 'Show revoked keys')), card);
    view.onQuery(draw);

    async function reload(focus) {
        keys = (await get('/api/keys', {}, signal)).keys;
        draw();
        (card.querySelector(`[data-key="${focus}"]`) ?? add).focus();
    }

    function draw() {
        revoked.checked = view.query.get('revoked') === 'true';
        const shown = keys.filter((key) => revoked.checked || !key.revokedAt);
        replace(card, !shown.length ? emptyMessage('No key is live. Make one here, or with the command line.')
            : plainTable(['Name', 'Role', 'Actions'], shown.map((key) => [
                [key.name, isMine(key) && ' (yours)', element('div', { class: 'hint' }, 'made ', time(key.createdAt))],
                [key.role, isLast(key) && element('div', { class: 'hint' }, 'the last live one')],
                key.revokedAt ? [mark('revoked', 'bad'), ' ', time(key.revokedAt)]
                    : [opener(key, 'Change', change), opener(key, 'Revoke', revoke)],
            ])));
    }

    function opener(key, word, act) {
        return button(word, () => act(key, `/api/keys/${key.id}`), {
            class: 'plain', 'data-key': key.id, 'aria-label': `${word} ${key.name}` });
    }

    function isMine(key) {
        return !key.revokedAt && key.name === view.session.name;
    }

    /** The service takes no admin's last key. */
    function isLast(key) {
        const isLive = (one) => one.role === 'admin' && !one.revokedAt;
        return isLive(key) && keys.filter(isLive).length === 1;
    }

    function warning(key, consequence) {
        const text = isLast(key) ? 'This is the last live key of an admin, which the service does not give up: make another first.'
            : isMine(key) && `You are signed in with this key: ${consequence}`;
        return text && element('p', { class: 'message bad' }, text);
    }

    function fieldsOf({ name, role }) {
        return [
            { name: 'name', label: 'Name', hint: 'Who or what it is for.',
                input: textInput({ value: name, required: true, maxlength: 64 }) },
            { name: 'role', label: 'Role', input: choice([['', 'Choose one'], ...ROLES], { value: role, required: true }) },
        ];
    }

    async function make() {
        const answer = await edit('Make a key', {
            fields: fieldsOf({}), action: 'Make it', run: (json, message) => send('POST', '/api/keys', { json, message }),
        });
        if (!answer) return;
        await showSecret(answer.json);
        await tell(answer, `The key ${answer.json.name} was made.`, answer.json.id);
    }

    async function change(key, path) {
        const answer = await edit(`Change the key ${key.name}`, {
            about: warning(key, 'with another role, it may not open this page.'),
            fields: fieldsOf(key), action: 'Save', path, tag: `"${key.revision}"`,
            run: (json, message, match) => send('PATCH', path, { json, match, message }),
        });
        await tell(answer, `The key ${answer?.json.name} was changed.`, key.id);
    }

    async function revoke(key, path) {
        const answer = await edit(`Revoke the key ${key.name}?`, {
            about: [warning(key, 'you are signed out at once.'),
                element('p', {}, 'Whoever uses it is refused from now on. This cannot be undone: one makes another key.')],
            shown: fieldsOf(key), action: 'Revoke', danger: true, path, tag: `"${key.revision}"`,
            run: (_, message, match) => send('DELETE', path, { match, message }),
        });
        await tell(answer, `The key ${key.name} was revoked.`);
    }

    async function tell(answer, text, focus) {
        if (answer) await tellDone(text, { after: () => reload(focus) });
    }
}

function showSecret({ name, role, secret, secretNote }) {
    return dialog(`The key ${name}`, (close) => {
        const input = textInput({ value: secret ?? '', readonly: true, 'aria-label': 'Secret', class: 'code' });
        const copy = button('Copy', async () => {
            input.select();
            // A page that did not come over TLS has no clipboard, unless from this very machine.
            const isCopied = await navigator.clipboard?.writeText(secret).then(() => true, () => false);
            copy.textContent = isCopied ? 'Copied' : 'Selected: copy it with Ctrl+C';
        }, { class: 'primary' });
        return element('div', {},
            element('p', {}, secret ? `Copy it now: it is shown this once and is kept nowhere. Role: ${role}.` : secretNote),
            secret && input,
            element('footer', {}, secret && copy, button('Done', () => close())));
    }, { stays: true });
}
