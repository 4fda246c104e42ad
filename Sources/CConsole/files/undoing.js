// Says what was done, takes it back, and tells what could not be.

import { changeSetAddress, subjectLink } from './addresses.js';
import { edit } from './editing.js';
import { button, element } from './elements.js';
import { count, counted } from './formats.js';
import { dialog, notify, orNotify } from './notices.js';
import { get, send } from './service.js';

/** Says what was done, with Undo for its change set, which is known or was made by a request; `after` draws what is there then. */
export async function tellDone(text, { changeSet, request, after = () => {} }) {
    try {
        changeSet ??= request && (await get('/api/change-sets', { limit: 20 })).changeSets.find((one) => one.requestId === request)?.id;
    } catch {
        // It was done all the same; the page of changes takes it back, too.
    }
    notify(text, { action: changeSet ? undoAction(changeSet, after) : null });
    await orNotify(after);
}

/** A button that takes a change set back, once that is confirmed; `after` draws what is there then. */
export function undoButton(set, after, text = 'Undo') {
    return button(text, async () => {
        const outcome = await edit(`Undo change set ${set}?`, {
            about: 'What it changed becomes what it was before, but for what somebody has changed since.',
            action: 'Undo', run: (_, message) => takeBack(set, message),
        });
        if (outcome) await tellUndone(set, outcome, after);
    }, { class: 'plain', 'aria-label': `Undo change set ${set}` });
}

/** The way to what has taken a change set back; null where nothing has. `words` come before its number. */
export function undoneLink({ undoneBy }, words = 'taken back by') {
    return undoneBy ? element('a', { href: changeSetAddress(undoneBy), 'aria-label': `taken back by ${undoneBy}` }, `${words} ${undoneBy}`)
        : null;
}

function undoAction(set, after) {
    return { label: 'Undo', run: () => orNotify(async () => tellUndone(set, await takeBack(set), after)) };
}

async function takeBack(set, message) {
    return (await send('POST', `/api/change-sets/${set}/undo`, { message })).json;
}

async function tellUndone(set, { changeSet, refusedCount, refused }, after) {
    await orNotify(after);
    if (changeSet) notify(`Change set ${set} was taken back.`, { action: undoAction(changeSet.id, after) });
    if (!refusedCount) return;
    dialog(`${counted(refusedCount, 'change')} stayed as ${refusedCount === 1 ? 'it is' : 'they are'}`, () => element('div', {},
        element('p', {}, changeSet ? 'The others were taken back. These were not, for they were edited since:' : 'Nothing was taken back:'),
        element('ul', {}, refused.map((one) => element('li', {}, subjectLink(one), `: ${one.reason}`))),
        refusedCount > refused.length && element('p', {}, `These are the first ${count(refused.length)}.`)));
}
