// The colour of each name, which it keeps from hour to hour and from one range to another.

const COLOURS = 6;

function hash(name) {
    let value = 0;
    for (const letter of name) value = (value * 31 + letter.codePointAt(0)) % 1_000_003;
    return value % COLOURS;
}

/** Numbers of colours by name: by its hash, and where another has that, by the next one that is free. */
function spread(names, wanted) {
    const slots = new Map();
    let taken = new Set();
    for (const name of names) {
        if (taken.size === COLOURS) taken = new Set();
        let slot = wanted(name);
        while (taken.has(slot)) slot = (slot + 1) % COLOURS;
        taken.add(slot);
        slots.set(name, slot);
    }
    return slots;
}

/** For the names that are shown, by those that there have been at all. */
export function colourSlots(shown, known) {
    const all = spread([...new Set([...known, ...shown])].sort(), hash);
    return spread([...shown].sort(), (name) => all.get(name));
}
