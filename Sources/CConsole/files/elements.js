// Makes elements. Text only ever becomes a text node, so nothing that a device, a note or a twin says can carry markup; there is
// no innerHTML in the console.

const SVG = 'http://www.w3.org/2000/svg';

/**
 * An element: `element('p', { class: 'hint' }, 'text', otherElement)`.
 * An attribute of null, undefined or false is left out, true is set empty; `on` holds listeners by the name of their event, and
 * `properties` what is set on the element itself (a value, an inline width).
 */
export function element(name, attributes = {}, ...children) {
    return fill(document.createElement(name), attributes, children);
}

/** A button that does something: `button('Save', save, { class: 'primary' })`. */
export function button(text, click, attributes = {}) {
    return element('button', { type: 'button', ...attributes, on: { click } }, text);
}

/** An element of a drawing. */
export function drawing(name, attributes = {}, ...children) {
    return fill(document.createElementNS(SVG, name), attributes, children);
}

/** Puts these in place of all that is in a node. */
export function replace(node, ...children) {
    node.replaceChildren(...children.flat(Infinity).filter(isShown));
    return node;
}

function fill(node, { on = {}, properties = {}, ...attributes }, children) {
    for (const [name, value] of Object.entries(attributes)) {
        if (value === null || value === undefined || value === false) continue;
        node.setAttribute(name, value === true ? '' : value);
    }
    for (const [event, listener] of Object.entries(on)) node.addEventListener(event, listener);
    node.append(...children.flat(Infinity).filter(isShown));
    // After the children: a select takes the value only of an option that it has.
    Object.assign(node, properties);
    return node;
}

function isShown(child) {
    return child !== null && child !== undefined && child !== false;
}
