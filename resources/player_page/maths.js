/* MathML from the host, rebuilt element by element from an allow-list: nothing else gets into the page. */
(function (L) {
  "use strict";

  const NS = "http://www.w3.org/1998/Math/MathML";
  const ELEMENTS = new Set([
    "math", "mi", "mn", "mo", "ms", "mtext", "mspace", "mrow", "mfrac", "msqrt", "mroot", "mstyle", "merror",
    "mpadded", "mphantom", "mfenced", "menclose", "msub", "msup", "msubsup", "munder", "mover", "munderover",
    "mmultiscripts", "mprescripts", "none", "mtable", "mtr", "mtd",
  ]);
  const ATTRIBUTES = new Set([
    "display", "displaystyle", "scriptlevel", "mathvariant", "stretchy", "fence", "separator", "form", "accent",
    "accentunder", "lspace", "rspace", "minsize", "maxsize", "symmetric", "largeop", "movablelimits",
    "linethickness", "width", "height", "depth", "columnalign", "rowalign", "columnlines", "rowlines",
    "columnspacing", "rowspacing", "notation", "open", "close", "separators", "dir",
  ]);
  const LIMIT = 2000;
  const policy =
    globalThis.trustedTypes &&
    globalThis.trustedTypes.createPolicy("lantern-maths", { createHTML: (text) => text });

  function rebuild(source, budget) {
    const known = ELEMENTS.has(source.localName) && (source.namespaceURI === NS || source.namespaceURI === null);
    if (!known || budget.left <= 0) return null;
    budget.left -= 1;
    const node = document.createElementNS(NS, source.localName);
    for (const attribute of source.attributes) {
      if (ATTRIBUTES.has(attribute.name)) node.setAttribute(attribute.name, attribute.value);
    }
    for (const child of source.childNodes) {
      if (child.nodeType === 3) node.append(child.data);
      if (child.nodeType !== 1) continue;
      const inner = rebuild(child, budget);
      if (inner) node.append(inner);
    }
    return node;
  }

  /** A `math` element, or null when the text is no MathML. */
  L.readMaths = function (text) {
    const trusted = policy ? policy.createHTML(text) : text;
    const parsed = new DOMParser().parseFromString(trusted, "application/xml");
    const root = parsed.documentElement;
    if (!root || root.localName !== "math") return null;
    return rebuild(root, { left: LIMIT });
  };
})((globalThis.Lantern = globalThis.Lantern || {}));
