// The pieces of time that decisions are counted in: the service cuts them where UTC does, and the words here say so.

const LENGTHS = { hour: 3_600_000, day: 86_400_000, month: 2_629_746_000 };
// How many are shown where the address says nothing; more than MOST would be no wider than a point.
const REACH = { hour: 48, day: 30, month: 13 };
const MOST = 400;

export const BUCKETS = Object.keys(LENGTHS);

const style = (options) => new Intl.DateTimeFormat(undefined, options);
const timeZone = 'UTC';
const clock = style({ timeStyle: 'short' });
const hours = style({ dateStyle: 'medium', timeStyle: 'short' });
const NAMES = { day: style({ dateStyle: 'medium', timeZone }), month: style({ month: 'long', year: 'numeric', timeZone }) };
const DAY = { day: 'numeric', month: 'short' };
const LABELS = { hour: style(DAY), day: style({ ...DAY, timeZone }), month: style({ month: 'short', year: '2-digit', timeZone }) };

/** When the bucket of a time begins, or one so many further on. */
function begin(time, bucket, further = 0) {
    const date = new Date(time);
    if (bucket === 'month') return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + further);
    return (Math.floor(time / LENGTHS[bucket]) + further) * LENGTHS[bucket];
}

/** What an address shows, in milliseconds; `until` is null when it goes on to now. */
export function rangeOf(query, now = Date.now()) {
    const bucket = Object.hasOwn(LENGTHS, query.get('bucket')) ? query.get('bucket') : 'hour';
    const end = begin(now, bucket, 1);
    let since = Date.parse(query.get('since'));
    let until = Math.min(Date.parse(query.get('until')) || end, end);
    const isZoomed = since < until;
    if (!isZoomed) [since, until] = [begin(now, bucket, 1 - REACH[bucket]), end];
    since = Math.max(since, begin(until, bucket, 1 - MOST));
    const starts = [];
    for (let start = begin(since, bucket); start < until; start = begin(start, bucket, 1)) starts.push(start);
    return { bucket, starts, since, until: until < now ? until : null, isZoomed };
}

/** The address of some of the buckets: finer ones when they would be few. */
export function zoomOf({ bucket, starts }, from, to) {
    const days = (to - from + 1) * LENGTHS[bucket] / LENGTHS.day;
    return {
        bucket: days < 4 ? 'hour' : days < 100 && bucket === 'month' ? 'day' : bucket,
        ...timesOf({ since: starts[from], until: begin(starts[to], bucket, 1) }),
    };
}

/** A range as the service wants it. */
export function timesOf({ since, until }) {
    return { since: new Date(since).toISOString(), until: until && new Date(until).toISOString() };
}

export function bucketName(start, bucket) {
    return NAMES[bucket]?.format(start) ?? hours.formatRange(start, start + LENGTHS.hour);
}

/** All of a range, from its start to its end. */
export function rangeName({ bucket, starts }) {
    const [first, last] = [starts[0], starts.at(-1)];
    return NAMES[bucket]?.formatRange(first, last) ?? hours.formatRange(first, last + LENGTHS.hour);
}

/** The times of some of the buckets; one that goes on has no end. */
export function spanOf({ bucket, starts }, from, to) {
    const until = begin(starts[to], bucket, 1);
    return timesOf({ since: starts[from], until: until > Date.now() ? null : until });
}

/** The longest range that is shown. */
export function longestSince(now = Date.now()) {
    return new Date(begin(now, 'month', 1 - REACH.month)).toISOString();
}

/** What the times of an axis are. */
export function zoneNote(bucket) {
    return bucket === 'hour' ? `Times of ${clock.resolvedOptions().timeZone}.` : `Each ${bucket} is one of UTC.`;
}

/** Labels of an axis, about `fit` of them: `[[index, text]]`. */
export function ticksOf({ bucket, starts }, fit) {
    const step = [1, 2, 3, 6, 12, 24, 48, 96, 192].find((one) => starts.length / one <= fit) ?? starts.length;
    return starts.flatMap((start, index) => {
        // Hours by the viewer's clock, so that labels stand at midnight and noon; days and months from the last one back.
        const zone = new Date(start).getTimezoneOffset() * 60_000;
        const place = bucket === 'hour' ? Math.floor((start - zone) / LENGTHS.hour) : starts.length - 1 - index;
        return place % step ? [] : [[index, (bucket === 'hour' && place % 24 ? clock : LABELS[bucket]).format(start)]];
    });
}
