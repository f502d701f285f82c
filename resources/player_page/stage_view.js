/* What a projector shows: how to join, the question with its options, the room's answers, the board. */
(function (L) {
  "use strict";

  const h = L.h;
  const NAMES_SHOWN = 60;
  const MUCH_TEXT = 60;

  const spaced = (pin) => pin.replace(/^(\d{3})(\d{3})$/, "$1 $2");

  const joinAddress = (game, stage) => stage.urls[0] || `${location.origin}/?pin=${game.pin}`;
  const bare = (url) => url.replace(/^https?:\/\//, "").replace(/\/?(\?.*)?$/, "");

  function qr(text) {
    return h("img", { class: "qr", src: "/qr.svg?text=" + encodeURIComponent(text), alt: L.t("stage.qr", { url: text }) });
  }

  /** PIN, address and QR; small beside a question, large in the lobby. */
  L.joinInfo = function (game, stage, small) {
    const url = joinAddress(game, stage);
    if (small) return h("p", { class: "join-small" }, h("span", { text: bare(url) }), " · ", L.t("join.pin"), " ", h("strong", { text: spaced(game.pin) }));
    return h("section", { class: "join-big" }, qr(url), h("div", { class: "join-words" },
      h("p", { class: "step-words" }, L.t("stage.go_to"), h("strong", { class: "url", text: bare(url) })),
      h("p", { class: "step-words" }, L.t("stage.enter_pin"), h("strong", { class: "pin", text: spaced(game.pin) }))));
  };

  function lobby(app, state) {
    const { stage, game, seats } = state;
    const names = Array.from(seats.values()).filter((seat) => seat.state === "in").map((seat) => seat.name);
    return h("div", { class: "stage-lobby" }, h("h1", { tabindex: "-1", dir: "auto", text: game.title }), L.joinInfo(game, stage, false),
      stage.locked ? L.note("lock", "held", L.t("stage.locked")) : null,
      app.role === "host" ? L.note(stage.reached ? "check-circle" : "information-outline", stage.reached ? "good" : "", L.t(stage.reached ? "remote.reached" : "remote.not_reached")) : null,
      h("p", { class: "players big" }, L.icon("account-group"), L.t("lobby.players", { n: joined(state) })),
      names.length ? h("ul", { class: "names" }, names.slice(-NAMES_SHOWN).map((name) => h("li", { dir: "auto", text: name }))) : null);
  }

  /** A self-paced game that is open: the way in stays on screen, and how many have handed in. */
  function underWay(app, state) {
    const { stage, game } = state;
    const found = state.counts || stage;
    return h("div", { class: "stage-lobby" }, h("h1", { tabindex: "-1", dir: "auto", text: game.title }), L.joinInfo(game, stage, false),
      h("p", { class: "players big" }, L.icon("flag-checkered"), L.t("stage.handed_in", { n: found.answered, of: joined(state) })));
  }

  const joined = (state) => (state.counts ? state.counts.players : state.stage.players);

  /** What there is to choose, to order or to match, without saying what is right. */
  L.offer = function (view, math, lettered) {
    const list = (choices, tag, className) => h(tag, { class: className }, choices.map((choice) => h("li", {}, L.choice(choice, math))));
    if (view.type === "order") return list(view.items, "ul", "offer");
    if (view.type === "matching") return h("div", { class: "offer-pair" }, list(view.left, "ul", "offer"), list(view.right, "ul", "offer"));
    if (view.type === "cloze") {
      const text = h("p", { class: "cloze", dir: "auto", lang: L.quizLanguage });
      view.parts.forEach((part, index) => L.put(text, [L.rich(part, math), index < view.hints.length && h("span", { class: "blank", text: view.hints[index] || "…" })]));
      return h("div", {}, text, view.bank.length ? h("ul", { class: "offer inline" }, view.bank.map((word) => h("li", { dir: "auto" }, L.rich(word, math)))) : null);
    }
    if (view.type === "scale") {
      return h("p", { class: "scale-words" }, h("span", { dir: "auto", text: `${L.number(view.low)} ${view.low_label}` }), L.icon("arrow-right"), h("span", { dir: "auto", text: `${L.number(view.high)} ${view.high_label}` }));
    }
    if (view.type === "slide") return L.write("div", "slide-text", view.text, math);
    if (view.type === "typed" || view.type === "number" || view.type === "word_cloud") return h("p", { class: "hint", text: L.t("stage.on_phone") });
    const choices = L.optionsOf(view);
    const many = choices.length > 4 || choices.some((choice) => choice.text.length > MUCH_TEXT);
    return h("ul", { class: "tiles" + (many ? " many" : "") + (lettered ? "" : " unlettered") + L.pictured(choices) },
      choices.map((choice, place) => L.tile("li", place, choice, math)));
  };

  function question(app, state) {
    const { stage, game } = state;
    const { shown, view } = stage;
    const math = Object.assign({}, shown.math, stage.math);
    const revealed = stage.phase === "reveal";
    // Devices that mix their options have letters and colours of their own: any here would mislead.
    const fixed = !game.own_order || (view && view.type === "true_false");
    const timer = L.timer();
    const counted = h("p", { class: "counted" });
    const body = h("div", { class: "stage-body" });
    const opened = () => view && (stage.phase !== "open" || app.hostNow() >= stage.open_at);
    const order = view ? L.optionsOf(view).map((_, index) => index) : [];
    let drawn = false;

    function draw() {
      if (revealed) {
        const share = L.rightOf(view, stage.summary);
        L.fill(body, L.solution({ view, solution: stage.solution, summary: stage.summary, answer: null, order, math, lettered: fixed }),
          share && h("p", { class: "share", text: share }), L.chart(view, stage.summary, app.hideWord, app.remark),
          L.whySection("h2", stage, math), app.role === "host" ? L.marking(app, stage) : null);
      } else if (opened()) L.fill(body, L.offer(view, math, fixed));
      else L.fill(body, h("p", { class: "get-ready" }, h("span", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i")), L.t("question.ready")));
      drawn = Boolean(revealed || opened());
    }

    const node = h("article", { class: "stage-question" },
      h("div", { class: "stage-head" }, h("p", { class: "kicker", text: L.t("question.of", { q: shown.q + 1, n: shown.n }) }), counted, timer.node),
      h("h1", { id: "question", tabindex: "-1", dir: "auto", class: shown.text.length > 120 ? "long" : "" }, L.rich(shown.text, math)),
      h("div", { class: "stage-columns" + (shown.media ? " with-media" : "") }, shown.media && L.media(shown.media, "question-media"), body));
    draw();
    return {
      node,
      counts(now) {
        const found = now.counts && now.counts.q === shown.q ? now.counts : now.stage;
        const loading = stage.phase === "prep" && shown.media && now.counts;
        counted.hidden = shown.type === "slide" || (stage.phase === "prep" && !loading) || revealed;
        L.fill(counted, L.icon("account-check"), loading ? L.t("stage.loaded", { n: now.counts.ready, of: now.counts.connected })
          : L.t("stage.answered", { n: found.answered, of: found.eligible }));
      },
      tick(now) {
        if (!drawn && opened()) draw();
        if (stage.phase === "open" && now >= stage.open_at) timer.draw({ closeAt: stage.close_at, openAt: stage.open_at, paused: stage.paused, leftMs: stage.left_ms, shown }, now);
        else timer.node.hidden = true;
      },
    };
  }

  function board(state) {
    const { stage } = state;
    const final = stage.phase !== "board";
    const shownState = { board: { top: stage.top, teams: stage.teams, own: null }, name: "", rank: 0 };
    return h("div", { class: "stage-board" }, h("h1", { tabindex: "-1", text: L.t(final ? "board.podium" : "board.title") }), L.boardBody(shownState, final));
  }

  /** The view of a stage; built anew for each stage, `counts` and `tick` keep it current. */
  L.stageView = function (app, state) {
    const { stage } = state;
    const wide = stage.phase === "lobby" ? lobby : stage.phase === "open" && !stage.shown ? underWay : null;
    if (wide) {
      const node = h("div", { class: "wide-stage" }, wide(app, state));
      return { node, counts: (now) => L.fill(node, wide(app, now)) };
    }
    if (["prep", "open", "closed", "reveal"].includes(stage.phase) && stage.shown) return question(app, state);
    return { node: board(state) };
  };
})((globalThis.Lantern = globalThis.Lantern || {}));
