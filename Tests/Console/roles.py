"""Finds what is on a page as people are told of it: by its role and its name (WAI-ARIA 1.2, Accessible Name 1.2), not by its class."""

# The elements that have a role without saying so (HTML-AAM 1.0 §4.1); only those that the console has.
SELECTORS = {
    "alert": "[role=alert]",
    "button": "button, summary, input[type=button], input[type=submit], [role=button]",
    "cell": "td, [role=cell]",
    "checkbox": "input[type=checkbox], [role=checkbox]",
    "columnheader": "thead th",
    "combobox": "select, [role=combobox]",
    "dialog": "dialog[open], [role=dialog]",
    "field": "input:not([type=checkbox], [type=radio]), select, textarea",
    "heading": "h1, h2, h3, h4, [role=heading]",
    "image": "svg[role=img], img, [role=img], figure",
    "link": "a[href]",
    "radio": "input[type=radio], [role=radio]",
    "region": "[role=region], section",
    "row": "tbody tr:not(.spacer)",
    "status": "[role=status]",
    "tab": "[role=tab]",
    "table": "table",
}

# Gives those of a selector, within a node, that are shown; each with its name.
SCRIPT = """
const [selector, within] = arguments;
const text = (node) => (node.textContent ?? '').replace(/\\s+/g, ' ').trim();
const named = (node) => {
    const by = (node.getAttribute('aria-labelledby') ?? '').split(' ').map((id) => document.getElementById(id)).filter(Boolean);
    if (by.length) return by.map(text).join(' ');
    if (node.getAttribute('aria-label')) return node.getAttribute('aria-label').trim();
    if (node.labels?.length) return [...node.labels].map((label) => {
        const copy = label.cloneNode(true);
        for (const inner of copy.querySelectorAll('input, select, textarea, .hint, .fault')) inner.remove();
        return text(copy);
    }).join(' ');
    if (node.matches('table') && node.caption) return text(node.caption);
    if (node.matches('figure')) return text(node.querySelector('figcaption') ?? node);
    if (node.matches('section, [role=region]')) return text(node.querySelector('h2, h3') ?? node);
    return text(node) || node.value || node.title || node.placeholder || '';
};
// What lies under an open dialog cannot be reached by anybody.
const open = [...document.querySelectorAll('dialog[open]')].pop();
const from = within ?? document;
return [...from.querySelectorAll(selector)]
    .filter((node) => node.checkVisibility({ visibilityProperty: true }))
    .filter((node) => !open || open === node || open.contains(node) || node.closest('#notices'))
    .map((node) => [node, named(node)]);
"""


def matches(name, wanted):
    """A name is wanted whole, or as a pattern with `search`."""
    if wanted is None:
        return True
    return bool(wanted.search(name)) if hasattr(wanted, "search") else name == wanted
