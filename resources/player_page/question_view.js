/* One question from its text to its reveal, live or self-paced. It is given a model and tells answers to `submit`. */
(function (L) {
  "use strict";

  const h = L.h;
  const LONG_TEXT = 140;

  /** What a question gave or took, in words; "" when it did neither. */
  L.wonPoints = function (own) {
    if (own.points < 0) return L.t("result.lost", { points: L.points(-own.points) });
    return own.points || ["right", "partly"].includes(own.state) ? L.t("result.won", { points: L.points(own.points) }) : "";
  };

  /** How it went: an icon, a word and a colour, then points, total, rank, streak and the gap to the next. */
  L.resultCard = function (model) {
    const own = model.own;
    if (!own) return null;
    const looks = {
      right: ["check-circle", "good"], partly: ["circle-half-full", "half"], wrong: ["close-circle", "bad"],
      none: ["timer-sand", "plain"], late: ["clock-outline", "plain"], void: ["undo", "plain"],
      opinion: ["check-circle", "plain"], joined_later: ["information-outline", "plain"],
    };
    const [icon, className] = looks[own.state] || looks.none;
    const facts = [];
    const won = L.wonPoints(own);
    if (won) facts.push(h("strong", { class: "won", text: won }));
    if (own.sure) facts.push(h("p", { class: "bet-said", text: L.t("result.bet", { level: L.t("bet." + own.sure) }) }));
    const lines = [];
    if (!model.self) {
      lines.push(L.t("result.total", { points: L.points(own.total) }));
      if (own.rank && !model.hideRank) lines.push(L.t("result.rank", { rank: own.rank }));
    }
    const more = [];
    if (own.streak > 1 && !model.self) more.push(h("span", { class: "streak" }, L.icon("fire"), L.t("result.streak", { n: own.streak })));
    if (own.gap && !model.hideRank) more.push(h("span", {}, L.t("result.gap", { points: L.points(own.gap) })));
    return h("section", { class: `result ${className}` }, L.icon(icon, "huge"),
      h("div", {}, h("h2", { tabindex: "-1", text: L.t("result.state." + own.state) }), facts,
        lines.length ? h("p", { text: lines.join(" · ") }) : null, more.length ? h("p", { class: "more" }, more) : null));
  };

  const betNames = [1, 2, 3, 4];

  function betting(chosen, change) {
    const buttons = betNames.map((level) => L.button("step", [h("strong", { text: String(level) }), h("span", { text: L.t("bet." + level) })],
      () => {
        chosen.level = level;
        draw();
        change();
      }, { "aria-pressed": "false" }));
    function draw() {
      buttons.forEach((button, index) => button.setAttribute("aria-pressed", String(betNames[index] === chosen.level)));
    }
    draw();
    return { node: h("fieldset", { class: "bet" }, h("legend", { text: L.t("bet.title") }), h("div", { class: "bets" }, buttons)),
      lock: (on) => buttons.forEach((button) => {
        button.disabled = on;
      }) };
  }

  L.questionView = function (app, first, submit) {
    const shown = first.shown;
    const title = h("h1", { id: "question", tabindex: "-1", class: shown.text.length > LONG_TEXT ? "long" : "", dir: "auto", lang: L.quizLanguage }, L.rich(shown.text, first.math));
    const timer = L.timer();
    const place = h("div", { class: "answer-area" });
    const status = h("div", { class: "status" });
    const result = h("div", { class: "result-area" });
    const kicker = h("p", { class: "kicker" },
      h("span", { text: L.t("question.of", { q: shown.q + 1, n: shown.n }) }),
      shown.points !== 1000 && shown.type !== "slide" ? h("span", { class: "stake" }, L.icon("star-four-points"),
        shown.points ? L.points(shown.points) : L.t("question.no_points")) : null);
    const head = h("div", { class: "question-head" }, kicker, timer.node);
    const node = h("article", { class: "question" }, head, result, title, shown.media && L.media(shown.media, "question-media"), place, status);
    const bet = { level: 0 };
    let model = first;
    let input = null;
    let sending = null;
    let bets = null;
    let painted = null;
    let pausedAt = null;
    let drawn = "";
    let announced = new Set();
    let seedOrder = null;

    /** Time spent paused is not time spent thinking. */
    function stopwatch() {
      const now = performance.now();
      if (model.paused && pausedAt === null) pausedAt = now;
      if (model.paused || pausedAt === null) return;
      if (painted) painted.at += now - Math.max(pausedAt, painted.at);
      pausedAt = null;
    }

    function order() {
      const view = model.view;
      if (!seedOrder) seedOrder = L.ownOrder(model.seed, shown.q, L.optionsOf(view).length, view.type);
      return seedOrder;
    }

    function say(key, text) {
      if (announced.has(key)) return;
      announced.add(key);
      L.announce(text);
    }

    function opened() {
      const view = model.view;
      const context = { view, order: order(), math: model.math, changed: choose, send };
      input = (L.answers[view.type] || L.answers.slide)(context);
      if (model.answered) input.set(model.answer);
      bets = shown.sure && view.type !== "slide" ? betting(bet, refresh) : null;
      const instant = input.instant && !bets;
      sending = instant || view.type === "slide" ? null : L.button("primary wide send", "", send);
      if (view.type === "slide") input.node = L.write("div", "slide-text", view.text, model.math);
      L.fill(place, input.node, bets && bets.node, sending && h("div", { class: "send-bar" }, sending));
      // The clock starts when the options are on the glass: the second frame after they were put in.
      requestAnimationFrame(() => requestAnimationFrame(() => {
        painted = painted || { at: performance.now(), host: app.hostNow() };
      }));
      const left = L.leftMs(model, app.hostNow());
      refresh();
      say("open", [L.t("say.open", { q: shown.q + 1 }), left === null ? L.t("say.no_limit") : L.t("say.seconds", { n: Math.round(left / 1000) })].join(" "));
    }

    function choose(event) {
      if (input.instant && !bets) {
        deliver(event);
        return;
      }
      refresh();
    }

    function ready() {
      return input.value() !== undefined && (!bets || bet.level > 0);
    }

    function send(event) {
      if (sending && !sending.disabled && ready()) deliver(event);
    }

    function deliver(event) {
      const now = performance.now();
      const stamp = event && event.timeStamp;
      const tapped = stamp > 0 && stamp <= now && now - stamp < 1000 ? stamp : now;
      const start = painted || { at: now, host: app.hostNow() };
      const times = { elapsed: Math.max(0, Math.round(tapped - start.at)), shown: Math.round(start.host), sure: bet.level };
      submit(shown.q, input.value(), times);
    }

    function locked() {
      return model.paused || model.phase !== "open" || !model.eligible || over() || (model.answered && !model.canChange);
    }

    function over() {
      return L.leftMs(model, app.hostNow()) === 0;
    }

    /** Whether tiles can be pressed, and what the button says. */
    function refresh() {
      if (!input) return;
      input.lock(locked());
      if (bets) bets.lock(locked());
      if (!sending) return;
      sending.disabled = locked() || !ready();
      const same = model.answered && JSON.stringify(model.answer) === JSON.stringify(input.value());
      if (same) sending.disabled = true;
      sending.hidden = model.answered && !model.canChange;
      L.fill(sending, L.t(model.answered ? "answer.change" : "answer.send"), L.icon(model.answered ? "refresh" : "check"));
    }

    function revealed() {
      const context = { view: model.view, solution: model.solution, summary: model.summary, answer: model.answer, order: model.view ? order() : [],
        math: model.math, own: model.own && model.own.state };
      timer.node.hidden = true;
      L.fill(result, L.resultCard(model));
      const share = L.rightOf(model.view, model.summary);
      L.fill(place, L.solution(context), share && h("p", { class: "hint share", text: share }), L.chart(model.view, model.summary),
        L.whySection("h2", model, model.math));
      if (model.own && !model.self) {
        const own = model.own;
        say("reveal", L.sentences([L.t("result.state." + own.state), L.wonPoints(own),
          L.t("result.total", { points: L.points(own.total) }),
          own.rank && !model.hideRank ? L.t("result.rank", { rank: own.rank }) : ""]));
      } else if (!model.self) say("reveal", L.t("say.result"));
    }

    function message() {
      if (model.phase === "reveal") return null;
      if (!model.eligible) return L.note("information-outline", "", L.t("status.joined_later"));
      if (model.paused) return L.note("pause", "held", h("strong", { text: L.t("status.paused") }), answeredText());
      if (model.ack === "bad") return L.note("alert", "danger", L.t("status.bad"));
      if (model.ack === "closed" || model.ack === "ineligible") return L.note("clock-outline", "danger", L.t("status.too_late"));
      if (model.answered) return sentNote();
      if (model.phase === "closed" || (model.phase === "open" && over())) return L.note("clock-outline", "", L.t("status.time_up"));
      if (model.self && !model.canChange && shown.type !== "slide") return L.note("information-outline", "", L.t("self.first_counts"));
      return null;
    }

    function answeredText() {
      return model.answered ? h("p", { text: L.t(model.queued ? "status.kept" : "status.sent") }) : null;
    }

    function sentNote() {
      if (model.queued && !model.linked) return L.note("cellphone-check", "kept", h("strong", { text: L.t("status.kept") }));
      if (model.queued) return L.note("timer-sand", "", h("strong", { text: L.t("status.sending") }));
      if (model.ack === "late") return L.note("clock-outline", "", L.t("status.late"));
      const rest = model.self ? "" : model.phase === "closed" ? L.t("status.closed") : L.t(model.canChange ? "status.may_change" : "status.wait");
      return L.note("check-circle", "good", h("strong", { text: L.t("status.sent") }), rest && h("p", { text: rest }));
    }

    function drawStatus() {
      const found = message();
      const text = found ? found.textContent : "";
      if (text === drawn) return;
      drawn = text;
      L.fill(status, found);
      if (found && !model.self) say("status:" + text, text);
    }

    const view = {
      node,
      /** The spoken form of what is on screen. */
      words() {
        const options = input && model.phase !== "reveal" ? L.optionsOf(model.view).length : 0;
        const said = options ? order().map((index, at) => `${L.letter(at)}: ${L.choiceName(L.optionsOf(model.view)[index])}`) : [];
        return L.sentences([L.plain(shown.text)].concat(said));
      },
      update(next) {
        const before = model;
        model = next;
        if (model.phase === "prep" && input) {
          // The host restarted while this question was read: it is read anew.
          input = painted = null;
          L.fill(place);
        }
        stopwatch();
        if (model.answered !== before.answered && input) input.set(model.answered ? model.answer : null);
        if (model.phase === "closed" && before.phase !== "closed") say("close", L.t("say.close"));
        if (model.phase === "reveal" && (before.phase !== "reveal" || before.own !== model.own || next === first)) {
          input = null;
          revealed();
        }
        view.tick(app.hostNow());
        refresh();
        drawStatus();
      },
      tick(now) {
        if (model.phase === "reveal") return;
        const waiting = model.phase === "prep" || (model.phase === "open" && now < model.openAt);
        if (waiting || !model.view) {
          timer.node.hidden = true;
          if (shown.type !== "slide" && model.phase === "prep" && !place.childNodes.length) {
            L.fill(place, h("p", { class: "get-ready" }, h("span", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i")), L.t("question.ready")));
          }
          return;
        }
        if (!input) opened();
        const left = timer.draw(model, now);
        if (left !== null && left > 0 && left <= L.SOON && !model.paused && model.phase === "open" && !model.answered) say("soon", L.t("say.soon"));
        if (model.phase !== "open") timer.node.hidden = true;
        if (left === 0) {
          refresh();
          drawStatus();
        }
      },
      keydown(event) {
        const at = place.querySelector(":focus");
        if (!input || !input.key || (at && /INPUT|SELECT|TEXTAREA/.test(at.tagName))) return;
        const key = event.key.toLowerCase();
        const spot = /^[1-9]$/.test(key) ? Number(key) - 1 : /^[a-i]$/.test(key) ? key.charCodeAt(0) - 97 : -1;
        if (spot >= 0) input.key(spot, event);
        else if (key === "enter" && sending && (!at || at.tagName !== "BUTTON")) send(event);
      },
    };
    view.update(first);
    return view;
  };
})((globalThis.Lantern = globalThis.Lantern || {}));
