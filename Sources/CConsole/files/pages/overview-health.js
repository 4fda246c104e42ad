// How the service fares. It counts since its start: what is said of the last minutes is the difference of two answers.

import { element } from '../elements.js';
import { bytes, count, facts, time } from '../formats.js';
import { get } from '../service.js';
import { part } from './overview-part.js';

const PERIOD = 300_000;
const LITTLE = 1_000_000_000;

export function healthPart(view) {
    let answers = [];
    return part('health', 'Service', {
        async read() {
            const now = await get('/api/service', {}, view.signal);
            // After a new start it counts from zero.
            const isRecent = (one) => one.startedAt === now.startedAt && Date.parse(now.now) - Date.parse(one.now) <= PERIOD;
            answers = answers.filter(isRecent).slice(-50);
            const before = answers[0];
            answers.push(now);
            return { now, before };
        },
        draw: healthFacts,
    });
}

function healthFacts({ now: { answerTime, writerQueue: { waiting, capacity }, storage, ...now }, before }) {
    // Each counts those of the ones before it, too; the last one all.
    const counts = answerTime.buckets.map((one, place) => one.count - (before?.answerTime.buckets[place]?.count ?? 0));
    const answered = counts.at(-1);
    const seconds = Math.max(1, Math.round((Date.parse(now.now) - Date.parse(before?.now ?? now.startedAt)) / 1000));
    const free = storage.freeBytes;
    const isLittle = free < Math.max(LITTLE, (storage.inventoryBytes + storage.historyBytes + free) / 10);
    // Only bounds are known.
    const within = (share) => {
        const place = counts.findIndex((one) => one >= answered * share);
        const bound = answerTime.buckets[place]?.upToMilliseconds;
        return bound ? `under ${bound} ms` : `over ${answerTime.buckets.at(-2)?.upToMilliseconds} ms`;
    };
    return facts([
        [before ? `Last ${seconds} s` : 'Since the start', `${Number((answered / seconds).toPrecision(2))} decisions a second${
            answered ? `, half of them ${within(.5)}, 99% ${within(.99)}` : ''}`],
        ['To be written', [`${count(waiting)} of ${count(capacity)} `, element('meter', {
            max: capacity, high: capacity / 2, optimum: 0, value: waiting, 'aria-label': 'To be written' })]],
        ['Disk', [`inventory ${bytes(storage.inventoryBytes)}, history ${bytes(storage.historyBytes)}, free ${bytes(free)} `,
            isLittle && element('strong', { class: 'fault' }, 'Little is free: make room, or keep less history.')]],
        ['Up since', time(now.startedAt)],
    ]);
}
