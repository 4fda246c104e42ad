// Devices that were refused and have not been assigned since, in groups, and what one may do about them.

import { decisionAddress } from '../addresses.js';
import { edit } from '../editing.js';
import { button, element, replace } from '../elements.js';
import { age, count, counted, mark, shortTime, time, titled, utc } from '../formats.js';
import { choice, filterBar } from '../forms.js';
import { emptyMessage, loadingMessage, notify, orNotify, problemMessage } from '../notices.js';
import { reasonText } from '../reasons.js';
import { ruleFields } from '../rule-fields.js';
import { address, get, send } from '../service.js';
import { list } from '../table.js';
import { tellDone } from '../undoing.js';

const GROUPINGS = [['suffix', 'what their IDs end in'], ['reason', 'reason'], ['enrollment', 'enrollment']];

/** Shows the page: all groups, or the one that the address names. */
export async function show(view) {
    const { root, signal } = view;
    const { divisions } = view.can() ? await get('/api/divisions', {}, signal) : {};
    const filters = [
        { name: 'by', label: 'In groups by', input: choice(GROUPINGS) },
        { name: 'dismissed', label: 'Which', input: choice([['false', 'not dismissed'], ['true', 'dismissed']]) },
        { name: 'near', label: 'What they nearly were', input: choice([['', 'not shown'], ['true', 'shown']]) },
    ];
    const bar = filterBar(view, filters);
    const seen = element('span', { class: 'quiet' });
    const again = button('Look again', () => draw());
    const content = element('div', { class: 'stack' });
    replace(root, bar, element('div', { class: 'row spread' }, seen, again), content);
    let latest;
    let dismissed;
    view.onQuery(() => draw());
    await draw();

    async function draw(cursor) {
        const { query } = view;
        const mine = latest = {};
        dismissed = query.get('dismissed') || 'false';
        const member = GROUPINGS.map(([name]) => name).find((name) => query.has(name));
        const by = member ?? (query.get('by') || 'suffix');
        const within = member && { [member]: query.get(member) };
        filters.forEach(({ input }, place) => { input.value = [by, dismissed, query.get('near') ?? ''][place]; });
        bar.hidden = Boolean(member);
        const isFirst = !content.childElementCount;
        if (isFirst) replace(content, loadingMessage());
        const near = member || query.get('near') ? true : null;
        try {
            const page = await get('/api/unmatched', { by, dismissed, ...within, nearMisses: near, limit: near ? 20 : 50, cursor }, signal);
            if (mine !== latest) return;
            const upTo = page.seenUpTo;
            replace(seen, upTo && ['As of ', element('time', { datetime: upTo, title: utc(upTo) }, age(upTo))]);
            const cards = page.groups.map((group) => card(group, by, member));
            if (cursor) content.lastChild.replaceWith(...cards);
            else if (member) await open(within, cards);
            else replace(content, cards.length ? cards : emptyMessage(dismissed === 'true' ? 'Nothing has been dismissed.'
                : 'No device waits here: all that were refused have been assigned since, or were dismissed.'));
            if (page.next) content.append(button('More groups', () => draw(page.next)));
            // What had the focus may have gone with what was drawn anew.
            if (!isFirst && bar.isConnected && document.activeElement === document.body) {
                (cursor ? cards[0] : content).querySelector('a, button')?.focus({ preventScroll: true });
            }
        } catch (problem) {
            if (problem.name === 'AbortError' || mine !== latest) return;
            if (cursor) notify(problem.message, { tone: 'bad' });
            else replace(content, problemMessage(problem, { retry: () => draw() }));
        }
    }

    /** The devices of one group, below what is told of it. */
    function open(within, cards) {
        const chosen = element('div', { class: 'row', role: 'status' });
        const devices = list({
            label: 'Refused devices', signal, key: (device) => device.registrationId, link: ({ assignment }) => decisionAddress(assignment),
            empty: 'No device of this group is here any more.',
            load: async (cursor) => {
                const page = await get('/api/unmatched/devices', { ...within, dismissed, limit: 200, cursor }, signal);
                return { rows: page.devices, next: page.next };
            },
            select: divisions && ((keys) => replace(chosen, keys.size > 0 && [
                `${counted(keys.size, 'device')} selected${keys.size > 1000 ? ', of which the first 1,000 count' : ''}:`,
                actions({ devices: [...keys].slice(0, 1000) })])),
            columns: [
                { title: 'Registration ID', width: 4, cell: ({ registrationId }) => titled(registrationId) },
                { title: 'Why', width: 3, cell: ({ reason }) => titled(reasonText(reason)) },
                { title: 'Times', width: 1, wide: true, cell: ({ refusals }) => element('span', { class: 'number' }, count(refusals)) },
                { title: 'Last', width: 2, wide: true, cell: ({ lastSeen }) => shortTime(lastSeen) },
                { title: 'Registered', width: 1.5, wide: true, cell: ({ registered }) => registered ? 'yes' : 'no' },
                ...dismissed === 'true' ? [{ title: 'Dismissed', width: 3, wide: true, cell: ({ dismissal: one }) =>
                    titled(one && `by ${one.actor}, ${one.kind} ${one.subject}${one.message ? `: ${one.message}` : ''}`) }] : [],
            ],
        });
        const back = address('#/unmatched', { ...Object.fromEntries(view.query), [Object.keys(within)]: null });
        replace(content, element('a', { href: back }, '← All groups'), cards, chosen, devices.node);
        return devices.reload();
    }

    function card(group, by, isOpen) {
        const name = nameOf(by, group.key);
        const link = address('#/unmatched', { ...Object.fromEntries(view.query), by, [by]: group.key });
        return element('section', { class: 'card stack group' },
            element('div', { class: 'row spread' },
                element('h2', {}, isOpen ? name : element('a', { href: link }, name)),
                element('span', { class: 'number' }, `${counted(group.devices, 'device')}, ${counted(group.refusals, 'refusal')}`)),
            element('p', { class: 'row' }, group.reasons.map(({ reason, devices }) => mark(`${reasonText(reason)}: ${count(devices)}`))),
            element('p', { class: 'quiet' }, 'First ', time(group.firstSeen), ', last ', time(group.lastSeen),
                group.commonSuffix && [', all end in ', element('code', {}, group.commonSuffix)]),
            !isOpen && element('p', { class: 'row' }, group.examples.map((id) => element('code', {}, id))),
            group.nearMisses?.length > 0 && element('div', {}, element('p', {}, `${group.examples[0]} nearly was:`),
                element('ul', {}, group.nearMisses.map(({ text }) => element('li', {}, text)))),
            divisions && element('div', { class: 'row' }, actions({ [by]: group.key }, group.commonSuffix)));
    }

    /** What an admin may do about these: each asks, and tells what came of it. */
    function actions(select, pattern) {
        const act = (path, title, { about, fields, action, tell }) => button(`${action} …`, async () => {
            const answer = await edit(title, { about: element('p', { role: 'status' }, about), fields: fields?.(), action,
                run: (values, message) => put(path, values, message) });
            if (answer?.json) await tell(answer.json, answer.request);
        });
        const put = (path, values, message) => send('POST', `/api/unmatched/${path}`, {
            json: { select, ...wrapped(path, values) }, message });
        const after = () => draw();
        const told = (text, action) => {
            notify(text, { action });
            return draw();
        };
        const restoreAll = { label: 'Undo', run: () => orNotify(() => put('restore', {}).then(after)) };
        const fit = element('span');
        return [
            dismissed !== 'true' && divisions.length > 0 && [
                act('register', 'Register these devices', {
                    about: 'When they come again, they are assigned by their division. What is registered already stays as it is.',
                    fields: () => ruleFields(divisions).filter(({ name }) => name === 'division'), action: 'Register',
                    tell: ({ registered, alreadyRegistered, remaining, changeSet }) => tellDone([
                        `${counted(registered, 'device')} registered`,
                        alreadyRegistered && `${count(alreadyRegistered)} were so before`,
                        remaining && `${count(remaining)} are left: register once more`].filter(Boolean).join('; '), { changeSet, after }),
                }),
                act('rule', 'Make a rule for these devices', {
                    about: fit, fields: () => watched(ruleFields(divisions, { pattern }), select, fit), action: 'Make a rule',
                    tell: ({ rule, matches, devices }, request) => tellDone(`Rule ${rule.id} applies to ${count(matches)} of ${
                        counted(devices, 'device')}. They leave this page when they come again and are assigned.`, { request, after }),
                })],
            dismissed === 'true' ? act('restore', 'Restore these devices', {
                about: 'They are shown with the others again.', action: 'Restore',
                tell: ({ restored }) => told(restored ? `${counted(restored, 'dismissal')} taken back.`
                    : 'Nothing was restored: they were dismissed in another way. The column “Dismissed” of the group says by what.'),
            }) : act('dismiss', 'Dismiss these devices', {
                about: 'They are refused as before, but not shown here.', action: 'Dismiss',
                fields: () => [{ name: 'untilRefusedAgain', label: 'Until', read: ({ value }) => value === 'refused',
                    input: choice([['refused', 'one is refused again'], ['restored', 'they are restored']], { value: 'refused' }) }],
                tell: ({ devices }) => told(`${counted(devices, 'device')} dismissed.`, restoreAll),
            }),
        ];
    }

    /** Says while one types to how many of the devices a rule applies, which the service tells only once it is made. */
    function watched(fields, select, fit) {
        const [kind, pattern] = fields.map(({ input }) => input);
        fit.textContent = 'Looking to how many it applies …';
        const load = select.devices ? Promise.resolve({ devices: select.devices.map((registrationId) => ({ registrationId })) })
            : get('/api/unmatched/devices', { ...select, dismissed, limit: 1000 }, signal);
        load.then(({ devices, next }) => {
            const ids = devices.map(({ registrationId }) => registrationId.toLowerCase());
            const tell = () => {
                const text = pattern.value.trim().toLowerCase();
                const fits = ids.filter((id) => text && (kind.value === 'suffix' ? id.endsWith(text) : id.includes(text))).length;
                fit.textContent = `Applies to ${count(fits)} of ${next ? 'the first ' : ''}${counted(ids.length, 'device')}.`;
            };
            for (const input of [kind, pattern]) input.addEventListener('input', tell);
            tell();
        }).catch((problem) => { fit.textContent = problem.message; });
        return fields;
    }
}

function wrapped(path, values) {
    return { register: { device: values }, rule: { rule: values } }[path] ?? values;
}

function nameOf(member, key) {
    if (member === 'reason') return reasonText(key);
    if (member === 'suffix') return key ? `IDs like …${key}` : 'IDs without letters';
    if (key === 'none') return 'No enrollment told';
    return key === 'individual' ? 'Individual enrollments' : key.replace(/^group:/, 'Enrollment group ');
}
