/* A self-paced game: the list of questions, handing in, and the results of this learner. */
(function (L) {
  "use strict";

  const h = L.h;

  function deadline(app, state) {
    const at = state.game.deadline_ms;
    if (!at) return "";
    // The host's clock may be wrong; what is left is right, so it is told from this device's own clock.
    const when = new Date(Date.now() + (at - app.hostNow()));
    return L.t("self.deadline", { when: new Intl.DateTimeFormat(L.language, { dateStyle: "medium", timeStyle: "short" }).format(when) });
  }

  function itemState(app, state, q) {
    const done = state.done[q];
    if (!done || !done.answered) return ["circle-outline", "open", L.t("self.open")];
    if (app.seat.unsent.has(q)) return ["cellphone-check", "kept", L.t("self.kept")];
    return ["check-circle", "done", L.t(done.ack === "late" ? "self.late" : "self.done")];
  }

  L.answerable = (state) => state.items.filter((item) => item.shown.type !== "slide");
  L.answeredCount = (state) => L.answerable(state).filter((item) => (state.done[item.shown.q] || {}).answered).length;

  L.assignmentView = function (app, state) {
    const list = h("ol", { class: "items" });
    const progress = h("p", { class: "progress-text" });
    const fill = h("span", { class: "fill" });
    const hand = L.button("primary wide", "", () => app.handIn());
    const note = h("div", {});
    const node = h("div", { class: "card assignment" }, h("h1", { tabindex: "-1", dir: "auto", text: state.game.title }),
      h("p", { class: "hint", text: [L.t("self.hint"), state.game.change_answer ? "" : L.t("self.first_counts"), deadline(app, state)].filter(Boolean).join(" ") }),
      h("div", { class: "progress" }, progress, h("span", { class: "track", "aria-hidden": "true" }, fill)), list, note, hand);
    let sure = false;

    function draw(now) {
      const count = L.answerable(now).length;
      const answered = L.answeredCount(now);
      progress.textContent = L.t("self.progress", { answered, n: count });
      L.style(fill, "transform", `scaleX(${count ? answered / count : 1})`);
      L.fill(list, now.items.map((item) => {
        const [icon, className, word] = itemState(app, now, item.shown.q);
        const slide = item.shown.type === "slide";
        return h("li", {}, L.button("item " + className, [h("span", { class: "place", text: L.number(item.shown.q + 1) }),
          h("span", { class: "item-body" }, L.write("span", "item-text", item.shown.text, Object.assign({}, item.shown.math, item.math)),
            slide ? null : L.mark(icon, className, word))], () => app.openItem(item.shown.q)));
      }));
      const missing = count - answered;
      const queued = app.seat.unsent.size;
      const asks = now.handingIn ? "" : sure && missing ? L.t("self.missing", { n: missing }) : "";
      L.fill(note, now.handingIn && L.note("cellphone-check", "kept", L.t(app.linked() ? "self.handing_in" : "self.hand_in_later")),
        asks && L.note("alert", "", asks), queued && !app.linked() ? L.note("cellphone-check", "kept", L.t("self.queued", { n: queued })) : null);
      hand.disabled = Boolean(now.handingIn);
      L.fill(hand, L.t(asks ? "self.hand_in_anyway" : "self.hand_in"), L.icon("flag-checkered"));
    }

    return {
      node,
      update: draw,
      /** Handing in with gaps wants a second press. */
      confirmed() {
        const whole = L.answeredCount(app.seat.state) === L.answerable(app.seat.state).length;
        if (whole || sure) return true;
        sure = true;
        draw(app.seat.state);
        L.announce(note.textContent);
        return false;
      },
    };
  };

  /** Around one question: back to the list, to the one before and the one after. */
  L.itemBar = function (app, state, q) {
    const numbers = state.items.map((item) => item.shown.q);
    const at = numbers.indexOf(q);
    return h("nav", { class: "item-bar", "aria-label": L.t("self.questions") },
      L.button("secondary", [L.icon("arrow-left"), L.t("self.before")], () => app.openItem(numbers[at - 1]), { disabled: at <= 0 }),
      L.button("secondary", L.t("self.list"), () => app.openItem(null)),
      L.button("secondary", [L.t("self.after"), L.icon("arrow-right")], () => app.openItem(numbers[at + 1]), { disabled: at + 1 >= numbers.length }));
  };

  L.ownResultsView = function (app, state) {
    const result = state.result;
    const part = result.best ? result.total / result.best : 0;
    const parts = result.reveals.map((reveal) => {
      const item = state.items && state.items.find((each) => each.shown.q === reveal.q);
      if (!item) return null;
      const answer = reveal.own && reveal.own.answer !== null ? reveal.own.answer : (state.done[reveal.q] || {}).answer;
      const math = Object.assign({}, item.shown.math, item.math, reveal.math);
      const order = L.ownOrder(state.game.seed, reveal.q, L.optionsOf(item.view).length, item.view.type);
      return h("li", { class: "own-result" }, L.write("h2", "", item.shown.text, math),
        L.resultCard({ own: reveal.own, self: true, hideRank: true }), L.solution({ view: item.view, solution: reveal.solution, answer, order, math, own: reveal.own && reveal.own.state }),
        L.whySection("h3", reveal, math));
    });
    return { node: h("div", { class: "card assignment" }, h("h1", { tabindex: "-1", text: L.t("self.results") }),
      h("p", { class: "game-title", dir: "auto", text: state.game.title }),
      h("p", { class: "big-score" }, h("strong", { text: L.t("self.score", { total: result.total, best: result.best }) }), h("span", { text: L.percent(part) })),
      h("ol", { class: "own-results" }, parts)) };
  };
})((globalThis.Lantern = globalThis.Lantern || {}));
