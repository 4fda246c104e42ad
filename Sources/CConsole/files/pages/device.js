// One device: what it is, what is to become of it, and what has happened to it.

import { decisionAddress, devicePath } from '../addresses.js';
import { edit } from '../editing.js';
import { button, element, replace } from '../elements.js';
import { facts, mark, time } from '../formats.js';
import { momentInput, readMoment, textInput } from '../forms.js';
import { emptyMessage } from '../notices.js';
import { outcomeMark, reasonText } from '../reasons.js';
import { register } from '../registering.js';
import { address, get, getTagged, send } from '../service.js';
import { tellDone } from '../undoing.js';
import { deviceForm } from './device-form.js';
import { timeline } from './timeline.js';

const MEANINGS = {
    active: 'DPS may assign it again.', held: 'It is refused, and may try again, until the hold ends.',
    disabled: 'It is refused until somebody activates it.', retired: 'It is refused for good, and what is known of it is kept.',
};

export async function show(view) {
    const id = view.path[0];
    const path = devicePath(id);
    const writes = view.can('fleet');
    view.setTitle(id);
    const [{ divisions }, read] = await Promise.all([get('/api/divisions', {}, view.signal),
        getTagged(path, view.signal).catch((problem) => {
            if (problem.status !== 404) throw problem;
            return null;
        })]);
    const history = timeline(view, path, id);
    const last = element('span', {}, '…');
    const rest = () => Promise.all([history.load(), tellLast()]);
    if (!read) {
        const names = divisions.map(({ name }) => name);
        replace(view.root, emptyMessage(`${id} is not registered.`,
            writes && button('Register it', () => register(id, names), { class: 'primary' }),
            facts([['Last decision', last]])), history.node);
        return rest();
    }
    let now = read;
    const card = element('section', { class: 'card stack' });
    const form = deviceForm({ view, divisions, read, path, took });
    took(read);
    replace(view.root, card, form.node, history.node);
    return rest();

    /** Shows what is there now; `text` says what was done to make it so. */
    function took(answer, text) {
        now = answer;
        const device = now.json;
        const hadFocus = card.contains(document.activeElement);
        replace(card,
            facts([
                ['Status', [mark(device.status), ' ', device.statusReason]],
                ['Held until', device.heldUntil && [time(device.heldUntil),
                    new Date(device.heldUntil) < new Date() && ', which has passed: it is let through']],
                ['Registered', [time(device.createdAt), ` by ${device.createdBy}`]],
                ['Changed', [time(device.updatedAt), ` by ${device.updatedBy}, revision ${device.revision}`]],
                ['Last decision', last],
            ]),
            writes && element('div', { class: 'row' },
                [['Activate', 'active'], ['Hold', 'held'], ['Disable', 'disabled'], ['Retire', 'retired']]
                    .filter(([, status]) => status === 'held' || status !== device.status)
                    .map(([action, status]) => button(`${action} …`, () => setStatus(action, status))),
                button('Erase …', erase, { class: 'danger' })));
        // Its buttons are new: who was at one of them goes on from the title.
        if (hadFocus) document.querySelector('h1').focus();
        if (text) tellDone(text, { request: answer.request, after: async () => {
            took(await getTagged(path, view.signal));
            form.meet(now);
            await history.load();
        } });
    }

    async function tellLast() {
        try {
            const decision = await get(`${path}/last-assignment`, {}, view.signal);
            const text = [decision.hub ?? reasonText(decision.reason), ', ', time(decision.decidedAt)];
            replace(last, outcomeMark(decision.outcome), ' ',
                view.can('auditor') ? element('a', { href: decisionAddress(decision.id) }, text)
                    // Who may read no more of it than this is told who may.
                    : [text, decision.outcome === 'rejected' && element('span', { class: 'quiet' }, '. An auditor’s key shows why.')]);
        } catch (problem) {
            if (problem.name !== 'AbortError') replace(last, problem.status === 404 ? 'DPS has never asked for it.' : problem.message);
        }
    }

    async function setStatus(action, status) {
        const { statusReason, heldUntil } = status === now.json.status ? now.json : {};
        const answer = await edit(`${action} ${id}?`, {
            about: MEANINGS[status], action, path, tag: now.tag,
            fields: [
                status !== 'active' && { name: 'statusReason', label: 'Reason',
                    input: textInput({ maxlength: 512, value: statusReason ?? '' }) },
                status === 'held' && { name: 'heldUntil', label: 'Until (empty: until somebody ends it)', input: momentInput(heldUntil),
                    read: (input) => readMoment(input) || null, write: (input, value) => { input.value = momentInput(value).value; } },
            ].filter(Boolean),
            run: (values, message, match) => send('PATCH', path, { match, message,
                json: { status, heldUntil: null, ...values, statusReason: values.statusReason || null } }),
        });
        if (!answer) return;
        took(answer, `${id} is ${status} now.`);
        form.meet(answer);
    }

    async function erase() {
        const answer = await edit(`Erase ${id}?`, {
            about: 'It leaves the inventory as if nobody had registered it; what was decided and changed stays in the log. '
                + 'To keep what is known of it, retire it.',
            action: 'Erase', danger: true, path, tag: now.tag,
            run: (values, message, match) => send('DELETE', address(path, { erase: true, message }), { match }),
        });
        if (!answer) return;
        form.drop();
        location.hash = '#/devices';
        tellDone(`${id} is erased.`, { request: answer.request });
    }
}
