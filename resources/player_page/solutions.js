/* What was right and what was answered, per kind, as nodes to read. */
(function (L) {
  "use strict";

  const h = L.h;
  const same = (a, b) => a !== null && a !== undefined && JSON.stringify(a) === JSON.stringify(b);

  function chosen(view, answer) {
    if (answer === null || answer === undefined) return [];
    if (view.type === "true_false") return [answer ? 0 : 1];
    return Array.isArray(answer) ? answer : [answer];
  }

  const share = (count, all) => (all ? count / all : 0);

  /** How many gave it, as a bar behind words. */
  L.bar = function (count, all) {
    const fill = L.style(h("span", { class: "bar-fill" }), "transform", `scaleX(${share(count, all).toFixed(4)})`);
    return h("span", { class: "bar" }, h("span", { class: "bar-track", "aria-hidden": "true" }, fill),
      h("span", { class: "bar-text", text: L.t("chart.count", { n: count, percent: L.percent(share(count, all)) }) }));
  };

  /** Options with marks: right, own answer, and how many took each. Also for polls (nothing is right). */
  function choiceResult(context) {
    const { view, solution, summary, answer, order, math, lettered } = context;
    const right = new Set(chosen(view, solution && solution.answer));
    const own = new Set(chosen(view, answer));
    const choices = L.optionsOf(view);
    const judged = Boolean(solution && solution.answer !== null);
    return h("ul", { class: "tiles results" + L.pictured(choices) + (lettered === false ? " unlettered" : "") }, order.map((index, place) => {
      const node = L.tile("li", place, choices[index], math);
      if (judged) node.classList.add(right.has(index) ? "is-right" : own.has(index) ? "is-wrong" : "is-rest");
      else if (own.has(index)) node.classList.add("is-own");
      const marks = h("span", { class: "marks" });
      if (right.has(index)) marks.append(L.mark("check-circle", "ok", L.t("result.right_answer")));
      if (own.has(index)) marks.append(L.mark(judged && !right.has(index) ? "close-circle" : "circle-outline", judged && !right.has(index) ? "wrong" : "own", L.t("result.your_answer")));
      const body = node.querySelector(".tile-body");
      if (marks.childNodes.length) body.append(marks);
      if (summary) body.append(L.bar(summary.counts[index] || 0, summary.answers));
      return node;
    }));
  }

  /** Where a question comes from: "Lecture 3, at 1:05"; "" when it is not told. */
  function sourceText(source) {
    if (!source || !source.title) return "";
    const { title } = source;
    if (source.page) return L.t("result.source_page", { title, page: source.page });
    if (source.start_ms === undefined || source.start_ms === null) return L.t("result.source", { title });
    return L.t("result.source_at", { title, time: L.clockTime(source.start_ms) });
  }

  /** Why the answer is right and where it comes from, of anything with `why` and `source`; null without both. */
  L.whySection = function (heading, told, math) {
    const from = sourceText(told.source);
    if (!told.why && !from) return null;
    return h("section", { class: "why" }, h(heading, {}, L.icon("information-outline"), L.t("result.why")),
      told.why ? L.write("p", "", told.why, math) : null, from ? h("p", { class: "hint source", dir: "auto", text: from }) : null);
  };

  function line(label, className, ...content) {
    return h("div", { class: "answer-line " + className }, h("dt", { text: label }), h("dd", { dir: "auto" }, content));
  }

  function writtenResult(context, text) {
    const { solution, answer, own } = context;
    const lines = [];
    if (answer !== null && answer !== undefined) lines.push(line(L.t("result.your_answer"), own || "", text(answer)));
    if (solution && solution.answer !== null) lines.push(line(L.t("result.right_answer"), "right", text(solution.answer)));
    const more = ((solution && solution.accepted) || []).filter((each) => !same(each, solution.answer));
    if (more.length && typeof more[0] === "string") lines.push(line(L.t("result.also"), "", more.join(" · ")));
    return h("dl", { class: "answer-lines" }, lines);
  }

  function numberResult(context) {
    const { view, solution } = context;
    const unit = view.unit ? " " + view.unit : "";
    const node = writtenResult(context, (value) => L.number(value) + unit);
    if (solution && solution.tolerance) {
      node.append(line(L.t("result.tolerance"), "", `± ${L.number(solution.tolerance)}${unit}`));
    }
    return node;
  }

  function orderResult(context) {
    const { view, solution, answer, math, summary } = context;
    const right = solution && solution.answer ? solution.answer : view.items.map((_, index) => index);
    return h("ol", { class: "order results" }, right.map((index, place) => {
      const mine = answer ? answer.indexOf(index) : -1;
      const fits = mine === place;
      const mark = answer && L.mark(fits ? "check-circle" : "close-circle", fits ? "ok" : "wrong",
        fits ? L.t("result.your_place_right") : L.t("result.your_place", { place: mine + 1 }));
      const many = summary && summary.counts.length && summary.answers ? L.bar(summary.counts[place] || 0, summary.answers) : null;
      return h("li", { class: "order-row" }, h("span", { class: "place", text: L.number(place + 1) }),
        h("span", { class: "tile-body" }, L.choice(view.items[index], math), mark && h("span", { class: "marks" }, mark), many));
    }));
  }

  /** A text as it is compared: without case, accents and doubled spaces. */
  const folded = (text) =>
    String(text).normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/\s+/g, " ").trim();

  function clozeResult(context) {
    const { view, solution, answer, math, own } = context;
    const text = h("p", { class: "cloze", dir: "auto", lang: L.quizLanguage });
    view.parts.forEach((part, index) => {
      L.put(text, [L.rich(part, math)]);
      if (index >= view.hints.length) return;
      const right = solution && solution.answer ? solution.answer[index] : "";
      const mine = answer ? answer[index] : null;
      const accepted = [right].concat((solution && solution.accepted && solution.accepted[index]) || []);
      // A typing mistake is forgiven by the host, who says that all is right.
      const fits = own === "right" || (mine !== null && accepted.some((each) => folded(each) === folded(mine)));
      if (mine && !fits) text.append(h("del", { class: "gap-wrong" }, h("span", { class: "unseen", text: L.t("result.your_answer") + ": " }), L.rich(mine, math)), " ");
      text.append(h("ins", { class: "gap-right" }, fits ? L.icon("check") : null, L.rich(right, math)));
    });
    return text;
  }

  function matchingResult(context) {
    const { view, solution, answer, math, summary } = context;
    return h("ul", { class: "matches results" }, view.left.map((choice, index) => {
      const right = solution && solution.answer ? solution.answer[index] : index;
      const mine = answer ? answer[index] : -1;
      // Two pairs may have the same right: either of its copies fits.
      const fits = mine === right || (mine >= 0 && same(view.right[mine], view.right[right]));
      const marks = answer && (fits
        ? L.mark("check-circle", "ok", L.t("result.right"))
        : L.mark("close-circle", "wrong", mine < 0 ? L.t("result.left_open") : L.t("result.you_said", { text: L.choiceName(view.right[mine]) })));
      return h("li", { class: "match" }, h("span", { class: "tile-body" }, L.choice(choice, math)), L.icon("arrow-right", "between"),
        h("span", { class: "tile-body" }, L.choice(view.right[right], math), marks && h("span", { class: "marks" }, marks),
          summary && summary.answers ? L.bar(summary.counts[index] || 0, summary.answers) : null));
    }));
  }

  const kinds = {
    single: choiceResult, true_false: choiceResult, multiple: choiceResult, poll: choiceResult,
    typed: (context) => writtenResult(context, (text) => text),
    number: numberResult,
    order: orderResult,
    cloze: clozeResult,
    matching: matchingResult,
    scale: (context) => writtenResult(context, (value) => L.number(value)),
    word_cloud: (context) => writtenResult(context, (words) => words.join(" · ")),
  };

  /** `context`: {view, solution, summary, answer, order, math, own}; empty when there is nothing to show. */
  L.solution = function (context) {
    const make = context.view && kinds[context.view.type];
    return make ? make(context) : null;
  };
})((globalThis.Lantern = globalThis.Lantern || {}));
