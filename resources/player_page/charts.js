/* What a room answered, drawn and in words, for kinds whose options do not carry it themselves. */
(function (L) {
  "use strict";

  const h = L.h;
  const WORDS_SHOWN = 30;

  /** Texts and how many gave them; `remark(text, right)` lets the host judge one anew. */
  function texts(summary, remark) {
    return h("ul", { class: "bars" }, summary.texts.slice(0, 12).map((each) => {
      const right = each.fraction === null || each.fraction === undefined ? "" : each.fraction > 0 ? "ok" : "wrong";
      const mark = right && L.mark(right === "ok" ? "check-circle" : "close-circle", right, L.t(right === "ok" ? "result.right" : "result.wrong"));
      const word = right === "ok" ? "remote.refuse" : "remote.accept";
      const judge = right && remark && L.button("secondary", L.t(word), () => remark(each.text, right !== "ok"), { "aria-label": `${L.t(word)}: ${each.text}` });
      return h("li", {}, h("span", { class: "bar-name", dir: "auto" }, each.text, mark), L.bar(each.count, summary.answers), judge);
    }));
  }

  const bucketName = (bucket) =>
    bucket.low === bucket.high ? L.number(bucket.low, 3) : `${L.number(bucket.low, 3)} – ${L.number(bucket.high, 3)}`;

  function columns(rows) {
    const most = Math.max(1, ...rows.map((row) => row.count));
    return h("ul", { class: "columns" }, rows.map((row) => h("li", {},
      h("span", { class: "column-count", text: L.number(row.count) }),
      h("span", { class: "column-track", "aria-hidden": "true" },
        L.style(h("span", { class: "column-fill" }), "transform", `scaleY(${(row.count / most).toFixed(4)})`)),
      h("span", { class: "column-name", text: row.name }))));
  }

  function facts(summary) {
    const parts = [];
    if (summary.mean !== null) parts.push(L.t("chart.mean", { value: L.number(summary.mean, 2) }));
    if (summary.median !== null) parts.push(L.t("chart.median", { value: L.number(summary.median, 2) }));
    return parts.length ? h("p", { class: "hint", text: parts.join(" · ") }) : null;
  }

  function scaleRows(view, summary) {
    return Array.from({ length: view.high - view.low + 1 }, (_, index) => ({ name: L.number(view.low + index), count: summary.counts[index] || 0 }));
  }

  /** Words sized by how many gave them; `hide(word)` makes each a button for the host. */
  L.cloud = function (summary, hide) {
    const words = summary.texts.slice(0, WORDS_SHOWN);
    const most = Math.max(1, ...words.map((word) => word.count));
    return h("ul", { class: "cloud" }, words.map((word) => {
      const size = 1 + Math.round((3 * (word.count - 1)) / Math.max(1, most - 1)) || 1;
      const content = [h("span", { dir: "auto", text: word.text }), h("span", { class: "times", text: L.t("chart.times", { n: word.count }) })];
      const inner = hide ? L.button("chip", content, () => hide(word.text), { "aria-label": L.t("remote.hide_word", { word: word.text }) }) : content;
      return h("li", { class: `size-${Math.min(4, size)}` }, inner);
    }));
  };

  /** The room's answers below a solution; null for kinds that show them on their options or had no answers. */
  L.chart = function (view, summary, hide, remark) {
    if (!view || !summary || !summary.answers) return null;
    let body = null;
    if (view.type === "typed" && summary.texts.length) body = texts(summary, remark);
    if (view.type === "number" && summary.buckets.length) {
      body = [columns(summary.buckets.map((bucket) => ({ name: bucketName(bucket), count: bucket.count }))), facts(summary)];
    }
    if (view.type === "scale") body = [columns(scaleRows(view, summary)), facts(summary)];
    if (view.type === "word_cloud" && summary.texts.length) body = L.cloud(summary, hide);
    return body && h("section", { class: "chart" }, h("h2", { text: L.t("chart.title") }), body);
  };

  /** "18 of 24 were right", where something can be right. */
  L.rightOf = function (view, summary) {
    const opinions = ["poll", "scale", "word_cloud", "slide"];
    if (!view || !summary || opinions.includes(view.type)) return summary && summary.answers ? L.t("chart.answers", { n: summary.answers }) : "";
    return summary.answers ? L.t("chart.right", { right: summary.right, n: summary.answers }) : L.t("chart.nobody");
  };
})((globalThis.Lantern = globalThis.Lantern || {}));
