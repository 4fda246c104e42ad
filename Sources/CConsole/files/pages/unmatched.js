// Devices that were refused and have not been assigned since, in groups, and what one may do about them.

import { decisionAddress, deviceAddress } from '../addresses.js';
import { edit } from '../editing.js';
import { button, element, replace } from '../elements.js';
import { age, count, counted, mark, shortTime, time, titled, utc } from '../formats.js';
import { choice, filterBar } from '../forms.js';
import { emptyMessage, loadingMessage, notify, orNotify, problemMessage } from '../notices.js';
import { reasonText } from '../reasons.js';
import { likelyRule, ruleFields } from '../rule-fields.js';
import { address, get, send } from '../service.js';
import { list } from '../table.js';
import { tellDone } from '../undoing.js';

// Only who is not registered, and whom no rule fits, is helped by becoming registered or by a rule.
const UNKNOWN = 'unrecognizedDevice';
// What the service lists, and takes one by one, in one request.
const LISTED = 1000;
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
            else if (member) await open(within, cards, likelyRule(page.groups[0], by));
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
    function open(within, cards, pattern) {
        const chosen = element('div', { class: 'row', role: 'status' });
        const devices = list({
            label: 'Refused devices', signal, key: (device) => device.registrationId,
            link: (device) => device.registered ? deviceAddress(device.registrationId) : decisionAddress(device.assignment),
            empty: 'No device of this group is here any more.',
            load: async (cursor) => {
                const page = await get('/api/unmatched/devices', { ...within, dismissed, limit: 200, cursor }, signal);
                return { rows: page.devices, next: page.next };
            },
            select: divisions && ((_, rows) => {
                const first = rows.slice(0, LISTED);
                const unknown = first.filter(({ reason, registered }) => reason === UNKNOWN && !registered);
                const many = rows.length > LISTED && `, of which the first ${count(LISTED)} count`;
                replace(chosen, rows.length > 0 && [`${counted(rows.length, 'device')} selected${many || ''}:`,
                    actions({ devices: idsOf(first) }, unknown.length > 0 && { devices: idsOf(unknown) }, pattern)]);
            }),
            columns: [
                { title: 'Registration ID', width: 4, cell: ({ registrationId }) => titled(registrationId) },
                { title: 'Why', width: 3, cell: ({ reason, assignment }) =>
                    element('a', { href: decisionAddress(assignment), title: reasonText(reason) }, reasonText(reason)) },
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
        const ways = group.reasons.map(({ reason }) => wayOut(reason, !isOpen && link)).filter(Boolean);
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
            ways.length > 0 && element('p', { class: 'row' }, ways),
            divisions && element('div', { class: 'row' }, actions({ [by]: group.key },
                group.reasons.some(({ reason }) => reason === UNKNOWN) && { [by]: group.key, reason: UNKNOWN }, likelyRule(group, by))));
    }

    /** What an admin may do about these, and about the `unknown` among them: each asks, and tells what came of it. */
    function actions(all, unknown, pattern) {
        const act = (path, title, { about, fields, action, select = () => all, tell }) => button(`${action} …`, async () => {
            const answer = await edit(title, { about: element('p', { role: 'status' }, about), fields: fields?.(), action,
                run: async (values, message) => put(path, values, message, await select()) });
            if (answer?.json) await tell(answer.json, answer.request);
        });
        const put = (path, values, message, select = all) => send('POST', `/api/unmatched/${path}`, {
            json: { select, ...wrapped(path, values) }, message });
        const after = () => draw();
        const told = (text, action) => draw(notify(text, { action }));
        const restoreAll = { label: 'Undo', run: () => orNotify(() => put('restore', {}).then(after)) };
        const about = element('span');
        let listed;
        return [
            dismissed !== 'true' && divisions.length > 0 && unknown && [
                act('register', 'Register these devices', {
                    about, action: 'Register', select: () => listed,
                    fields: () => {
                        listed = counting(unknown, about);
                        return ruleFields(divisions).filter(({ name }) => name === 'division');
                    },
                    tell: ({ registered, alreadyRegistered, remaining, changeSet }) => tellDone([
                        `${counted(registered, 'device')} registered`,
                        alreadyRegistered && counted(alreadyRegistered, 'was registered already', 'were registered already'),
                        remaining && counted(remaining, 'is left: register once more', 'are left: register once more'),
                    ].filter(Boolean).join('; '), { changeSet, after }),
                }),
                act('rule', 'Make a rule for these devices', {
                    about, action: 'Make a rule', select: () => unknown,
                    fields: () => watched(ruleFields(divisions, pattern), unknown, about),
                    tell: ({ rule, matches, devices }, request) => tellDone(`Rule ${rule.id} applies to ${count(matches)} of ${
                        counted(devices, 'device')}. ${matches === 1 ? 'It leaves this page when it comes again and is assigned.'
                        : 'They leave this page when they come again and are assigned.'}`, { request, after }),
                })],
            dismissed === 'true' ? act('restore', 'Restore these devices', {
                about: 'They are shown with the others again.', action: 'Restore',
                tell: ({ restored }) => told(restored ? counted(restored, 'dismissal was taken back.', 'dismissals were taken back.')
                    : 'Nothing was restored: they were dismissed in another way. The column “Dismissed” of the group says by what.'),
            }) : act('dismiss', 'Dismiss these devices', {
                about: 'They are refused as before, but not shown here.', action: 'Dismiss',
                fields: () => [{ name: 'untilRefusedAgain', label: 'Until', read: ({ value }) => value === 'refused',
                    input: choice([['refused', 'one is refused again'], ['restored', 'they are restored']], { value: 'refused' }) }],
                tell: ({ devices }) => told(`${counted(devices, 'device')} dismissed.`, restoreAll),
            }),
        ];
    }

    /** The devices of a selection, as far as they are listed: those that one has seen. */
    async function devicesOf(select) {
        if (select.devices) return { ids: select.devices };
        const { devices, next } = await get('/api/unmatched/devices', { ...select, dismissed, limit: LISTED }, signal);
        return { ids: idsOf(devices.filter(({ registered }) => !registered)), next };
    }

    /** Says how many are to be registered; gives these one by one, so that none is among them that was refused only afterwards. */
    async function counting(select, about) {
        about.textContent = 'Counting them …';
        const later = 'When they come again, they are assigned by their division.';
        try {
            const { ids, next } = await devicesOf(select);
            about.textContent = next ? `More than ${count(LISTED)} devices, and those that are refused until you press Register. ${later}`
                : ids.length ? `${counted(ids.length, 'device')}. ${later}` : 'All of these are registered already.';
            return next || !ids.length ? select : { devices: ids };
        } catch (problem) {
            about.textContent = `How many there are is not known: ${problem.message} ${later}`;
            return select;
        }
    }

    /** Says while one types to how many of the devices a rule applies, which the service tells only once it is made. */
    function watched(fields, select, about) {
        const [kind, pattern] = fields;
        let none = about.textContent = 'Looking to how many it applies …';
        pattern.read = ({ value }) => {
            if (value.trim() && none) throw new Error(none);
            return value.trim();
        };
        devicesOf(select).then(({ ids, next }) => {
            const tell = () => {
                const text = pattern.input.value.trim().toLowerCase();
                const fits = ids.map((id) => id.toLowerCase())
                    .filter((id) => text && (kind.input.value === 'suffix' ? id.endsWith(text) : id.includes(text))).length;
                about.textContent = `Applies to ${count(fits)} of ${next ? 'the first ' : ''}${counted(ids.length, 'device')}.`;
                none = fits || next ? '' : 'It applies to none of these devices.';
            };
            // Before the field itself reads what was typed.
            pattern.input.addEventListener('input', tell, { capture: true });
            kind.input.addEventListener('input', () => pattern.input.dispatchEvent(new Event('input')));
            pattern.input.dispatchEvent(new Event('input'));
        }).catch(({ message }) => {
            about.textContent = message;
            none = '';
        });
        return fields;
    }
}

/** What helps those who are refused for this: a link, or words; `link` leads to their group. */
function wayOut(reason, link) {
    if (reason === 'noMatchingHub') return element('a', { href: '#/policy' }, 'See which hubs the divisions take');
    if (reason === 'linkedHubsMissing') return 'Link hubs to the enrollment in DPS.';
    if (reason !== 'deviceDisabled') return false;
    return link ? element('a', { href: link }, 'See which devices are barred') : 'Each row leads to its device, where it can be activated.';
}

function idsOf(devices) {
    return devices.map(({ registrationId }) => registrationId);
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
