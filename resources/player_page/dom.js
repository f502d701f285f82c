/* Building nodes from untrusted text: text nodes and attributes only, never markup. */
(function (L) {
  "use strict";

  /** An element: `props` are attributes, `on…` listeners; `class`, `text` and booleans as one expects. */
  L.h = function (tag, props, ...children) {
    const node = document.createElement(tag);
    for (const name of Object.keys(props || {})) {
      const value = props[name];
      if (value === null || value === undefined || value === false) continue;
      if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
      else if (name === "text") node.textContent = value;
      else if (name === "value") node.value = value;
      else node.setAttribute(name, value === true ? "" : value);
    }
    L.put(node, children);
    return node;
  };

  L.put = function (node, children) {
    for (const child of children.flat(3)) {
      if (child !== null && child !== undefined && child !== false && child !== "") node.append(child);
    }
    return node;
  };

  L.fill = function (node, ...children) {
    node.replaceChildren();
    return L.put(node, children);
  };

  const MATHS = /\\\((.+?)\\\)/gs;

  /** A text of the quiz as nodes: maths where the host sent MathML for it, line breaks kept. */
  L.rich = function (text, math) {
    const nodes = [];
    let from = 0;
    for (const found of text.matchAll(MATHS)) {
      if (found.index > from) nodes.push(text.slice(from, found.index));
      const source = math && (math[found[1]] || math[found[1].trim()]);
      nodes.push((source && L.readMaths(source)) || L.h("code", { text: found[1] }));
      from = found.index + found[0].length;
    }
    if (from < text.length) nodes.push(text.slice(from));
    return nodes;
  };

  /** The same as words alone, for labels and reading aloud. */
  L.plain = (text) => text.replace(MATHS, (whole, source) => source);

  /** The language of the quiz, null when it does not say: a screen reader changes its voice for it. */
  L.quizLanguage = null;

  /** A text of the quiz in an element: its own direction, its own language. */
  L.write = (tag, className, text, math) =>
    L.h(tag, { class: className, dir: "auto", lang: L.quizLanguage }, L.rich(text, math));

  L.button = (className, content, click, more) =>
    L.h("button", Object.assign({ type: "button", class: className, onclick: click }, more), content);

  /** Moves a value on screen without a style attribute, which the page's policy forbids. */
  L.style = function (node, name, value) {
    node.style.setProperty(name, value);
    return node;
  };

  /** Several sentences as one text to be spoken. */
  L.sentences = (parts) =>
    parts.filter(Boolean).map((part, index, all) => (index + 1 < all.length && !/[.!?…]$/.test(part) ? part + "." : part)).join(" ");

  let region = null;
  let spoken = "";

  /** Says something to people who use a screen reader, once. */
  L.announce = function (text) {
    region = region || document.getElementById("live");
    if (!region || text === spoken) return;
    spoken = text;
    region.append(L.h("p", { text }));
    while (region.children.length > 4) region.firstChild.remove();
  };

  L.forgetAnnounced = function () {
    spoken = "";
  };
})((globalThis.Lantern = globalThis.Lantern || {}));
