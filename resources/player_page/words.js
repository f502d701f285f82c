/* The page's own words in the chosen language. Texts of a quiz never pass through here. */
(function (L) {
  "use strict";

  const RIGHT_TO_LEFT = new Set(["ar", "fa", "he", "ur"]);

  /** The first language of the list that the page has; English otherwise. */
  L.pickLanguage = function (wanted) {
    for (const tag of wanted) {
      const base = String(tag).toLowerCase().split("-")[0];
      if (L.TEXTS[base]) return base;
    }
    return "en";
  };

  L.setLanguage = function (language) {
    L.language = L.TEXTS[language] ? language : "en";
    L.plural = new Intl.PluralRules(L.language);
    if (typeof document === "undefined") return;
    document.documentElement.lang = L.language;
    document.documentElement.dir = RIGHT_TO_LEFT.has(L.language) ? "rtl" : "ltr";
  };

  /** A text by its key; `n` chooses between `key.one` and `key.other`, `{name}` is replaced from `values`. */
  L.t = function (key, values) {
    const texts = L.TEXTS[L.language];
    let text = texts[key];
    if (values && typeof values.n === "number") text = texts[`${key}.${L.plural.select(values.n)}`] || text || texts[`${key}.other`];
    if (text === undefined) return key;
    return text.replace(/\{(\w+)\}/g, (whole, name) => {
      const value = values && values[name];
      return value === undefined ? whole : typeof value === "number" ? L.number(value) : String(value);
    });
  };

  L.number = (value, digits) =>
    new Intl.NumberFormat(L.language, { maximumFractionDigits: digits === undefined ? 6 : digits }).format(value);
  L.percent = (part) => new Intl.NumberFormat(L.language, { style: "percent", maximumFractionDigits: 0 }).format(part);

  /** A number as people of this language type it; null when it is none. */
  L.readNumber = function (text) {
    let plain = text.trim().replace(/[\s\u00a0\u202f]/g, "").replace("\u2212", "-");
    if (plain.includes(",") && !plain.includes(".")) plain = plain.replace(",", ".");
    if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain)) return null;
    const value = Number(plain);
    return Number.isFinite(value) ? value : null;
  };
})((globalThis.Lantern = globalThis.Lantern || {}));
