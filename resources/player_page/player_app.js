/* The player's page: chooses the view for the state of the seat, and joins it to the wire. */
(function (L) {
  "use strict";

  const h = L.h;
  const TICK = 100;
  const SAY_AFTER = 1200;
  const DOUBT_AFTER = 10000;

  class PlayerApp {
    constructor(root) {
      this.root = root;
      const query = new URLSearchParams(location.search);
      this.keep = new L.Keep(L.localStore());
      this.choose(this.keep.get("language") || L.pickLanguage(navigator.languages || [navigator.language]));
      const pin = (query.get("pin") || "").replace(/\D/g, "").slice(0, 6);
      this.seat = new L.Seat({ pin, keep: this.keep, lang: L.language, device: L.device(), nonce: L.nonce });
      this.wire = new L.Wire(this.seat, L.socketUrl(location.origin), (frame) => this.changed(frame));
      this.item = null;
      this.key = "";
      this.view = null;
      this.preloaded = -1;
      this.frame();
      setInterval(() => this.tick(), TICK);
      document.addEventListener("keydown", (event) => this.keydown(event));
      document.addEventListener("visibilitychange", () => L.stayAwake());
      this.begin(pin);
    }

    begin(pin) {
      const now = performance.now();
      const handed = L.handedOver();
      if (handed) {
        this.keep.keepSeat(handed.seat);
        if (handed.unsent) this.keep.set("unsent." + handed.seat.game, handed.unsent);
      }
      const resumed = this.seat.resume(handed ? handed.seat.pin : pin, now);
      if (!resumed && pin.length === 6) this.seat.join({ pin }, now);
      this.wire.run();
      this.changed();
    }

    frame() {
      this.bar = h("header", { class: "bar" });
      this.banner = h("div", { class: "banner", hidden: true });
      this.main = h("main", { id: "main" });
      this.menu = h("div", { class: "menu card", hidden: true, id: "menu" });
      L.fill(this.root, this.bar, this.menu, this.banner, this.main);
    }

    choose(language) {
      L.setLanguage(language);
      document.title = L.t("page.title");
    }

    setLanguage(language) {
      this.keep.set("language", language);
      this.choose(language);
      this.seat.lang = L.language;
      this.key = "";
      this.barKey = "";
      this.changed();
    }

    hostNow() {
      return this.seat.clock.host(performance.now());
    }

    linked() {
      return this.seat.line.status === "open" && this.seat.state.at === "in";
    }

    // What the player does

    enter(pin) {
      if (pin !== this.seat.form.pin) Object.assign(this.seat, { token: "", form: this.seat.empty(pin) });
      if (!this.seat.resume(pin, performance.now())) this.ask({ pin, code: "" });
      this.after();
    }

    ask(form) {
      if (form.name !== undefined && !form.code) this.seat.form.code = "";
      this.seat.join(form, performance.now());
      this.after();
    }

    step(step) {
      this.seat.leave();
      this.seat.state.at = step;
      this.after();
    }

    takeBack() {
      this.seat.takeBack(performance.now());
      this.after();
    }

    startAnew() {
      this.seat.startAnew(performance.now());
      this.after();
    }

    leave() {
      this.wire.send(this.seat.leave());
      this.item = null;
      this.after();
    }

    submit(q, answer, times) {
      this.wire.send(this.seat.answer(q, answer, times, performance.now()));
      this.after();
    }

    handIn() {
      if (this.view.confirmed && !this.view.confirmed()) return;
      this.wire.send(this.seat.finish());
      this.after();
    }

    openItem(q) {
      this.item = q === undefined ? null : q;
      this.changed();
      scrollTo(0, 0);
    }

    after() {
      this.wire.run();
      this.changed();
    }

    // What is shown

    changed() {
      const state = this.seat.state;
      this.prepare(state);
      L.quizLanguage = (state.game && state.game.lang) || null;
      this.drawBar(state);
      this.drawBanner(state);
      const [key, make] = this.choice(state);
      if (key !== this.key) this.show(key, make());
      if (this.view.update) this.view.update(this.model(state));
      if (state.at === "in") L.stayAwake();
    }

    /** The view for a state: its key, and how to make it. A new key is a new screen. */
    choice(state) {
      const join = (step) => [`join:${step}:${this.joinKey(state)}`, () => L.joinView(this, state, step)];
      if (state.at === "asking") return join(this.joinStep || "pin");
      if (["pin", "name", "team", "code"].includes(state.at)) {
        this.joinStep = state.at;
        return join(state.at);
      }
      if (state.at === "waiting") return ["waiting", () => L.waitingView(this, state)];
      if (state.at === "gone") return ["gone:" + state.gone, () => L.goneView(this, state)];
      if (state.result) return ["results", () => L.ownResultsView(this, state)];
      if (state.phase === "ended") return ["ended", () => L.endedView(this, state)];
      if (state.items) return this.selfPaced(state);
      if (state.phase === "board" || state.phase === "podium") return this.boardChoice(state);
      if (state.phase === "lobby" || !state.shown) return ["lobby", () => L.lobbyView(this, state)];
      return [`question:${state.game.id}:${state.shown.q}`, () => this.question(state)];
    }

    joinKey(state) {
      return JSON.stringify([state.at === "asking", state.deny, L.language]);
    }

    boardChoice(state) {
      const waiting = () => L.lobbyView(this, state);
      return state.board ? ["board:" + JSON.stringify(state.board), () => L.boardView(this, state)] : ["lobby", waiting];
    }

    selfPaced(state) {
      const item = state.items.find((each) => each.shown.q === this.item);
      if (!item || state.finished) return ["list", () => L.assignmentView(this, state)];
      return [`item:${item.shown.q}`, () => {
        const view = this.question(state);
        view.node.append(L.itemBar(this, state, item.shown.q));
        return view;
      }];
    }

    question(state) {
      return L.questionView(this, this.model(state), (q, answer, times) => this.submit(q, answer, times));
    }

    /** What a question's view shows, the same for live and self-paced games. */
    model(state) {
      const item = state.items && state.items.find((each) => each.shown.q === this.item);
      if (!item && (state.items || !state.shown)) return state;
      const rest = { linked: this.linked(), seed: state.game.seed, canChange: state.game.change_answer,
        hideRank: state.game.private, self: Boolean(item) };
      if (!item) return Object.assign({}, state, rest, { queued: this.seat.unsent.has(state.shown.q) });
      const q = item.shown.q;
      const done = state.done[q] || {};
      return Object.assign({ phase: "open", shown: item.shown, view: item.view, openAt: 0, closeAt: null, leftMs: null, paused: false,
        math: Object.assign({}, item.shown.math, item.math), eligible: !state.handingIn, answered: Boolean(done.answered),
        answer: done.answer === undefined ? null : done.answer, ack: done.ack || "", queued: this.seat.unsent.has(q) }, rest);
    }

    show(key, view) {
      const first = this.key === "";
      this.key = key;
      this.view = view;
      L.stopReading();
      L.forgetAnnounced();
      L.fill(this.main, view.node);
      this.main.className = "view-" + key.split(":")[0];
      if (view.focus) view.focus();
      else if (!first) {
        const heading = view.node.querySelector("h1");
        if (heading) heading.focus({ preventScroll: true });
      }
      scrollTo(0, 0);
      if (view.say) L.announce(view.say);
    }

    prepare(state) {
      if (state.phase !== "prep" || !state.shown || this.preloaded === state.shown.q) return;
      const q = state.shown.q;
      this.preloaded = q;
      const ready = () => this.wire.send([{ k: "ready", q }]);
      if (state.shown.media) L.preload(state.shown.media, ready);
      else ready();
    }

    drawBar(state) {
      const inGame = state.at === "in";
      const key = JSON.stringify([inGame, state.name, state.total, L.language]);
      if (key === this.barKey) return;
      this.barKey = key;
      const open = !this.menu.hidden;
      const more = L.button("icon-button", L.icon("dots-horizontal"), () => this.toggleMenu(), { "aria-label": L.t("menu.open"),
        "aria-expanded": String(open), "aria-controls": "menu" });
      this.more = more;
      const who = inGame ? h("span", { class: "who" }, L.avatar(state.name), h("span", { class: "who-name", dir: "auto", text: state.name })) : h("span", { class: "who" });
      const total = inGame && state.game.pace === "live" ? h("strong", { class: "total", text: L.points(state.total) }) : null;
      L.fill(this.bar, who, total, more);
    }

    toggleMenu() {
      this.menu.hidden = !this.menu.hidden;
      this.more.setAttribute("aria-expanded", String(!this.menu.hidden));
      if (this.menu.hidden) return;
      const state = this.seat.state;
      const close = () => this.toggleMenu();
      const film = L.button("secondary wide", L.t(L.filmPlays() ? "menu.sleep" : "menu.awake"), async () => {
        film.textContent = L.t((await L.toggleFilm()) ? "menu.sleep" : "menu.awake");
      });
      L.fill(this.menu, state.at === "in" ? h("p", { class: "code-line" }, L.t("lobby.code"), " ", h("strong", { class: "code", text: state.code })) : null,
        L.languageSwitch((language) => {
          close();
          this.setLanguage(language);
        }),
        L.canRead() && this.view.words ? L.button("secondary wide", [L.icon("volume-high"), L.t("menu.read")], () => {
          close();
          L.readAloud(this.view.words(), state.game && state.game.lang);
        }) : null,
        L.hasWakeLock() ? null : film,
        state.at === "in" ? L.button("secondary wide", L.t("menu.leave"), () => {
          close();
          this.leave();
        }) : null,
        L.button("quiet wide", L.t("menu.close"), close));
      this.menu.querySelector("select").focus();
    }

    drawBanner(state) {
      const found = this.trouble(state);
      const text = found ? found[1] : "";
      if (text === this.bannerText) return;
      this.bannerText = text;
      this.banner.hidden = !found;
      L.fill(this.banner, found && L.icon(found[0]), found && h("span", { text }));
      if (found) L.announce(text);
    }

    /** What is wrong with the connection, as an icon and a sentence; null when nothing is, or not for long. */
    trouble(state) {
      const line = this.seat.line;
      if (line.status === "off") return null;
      if (line.status !== "open" || state.at === "asking") {
        if (navigator.onLine === false) return ["wifi-off", L.t("link.offline")];
        if (state.shutdown) return ["refresh", L.t("link.shutdown")];
        const down = line.downSince === null ? 0 : performance.now() - line.downSince;
        if (down > DOUBT_AFTER) return ["wifi-off", L.t("link.no_answer")];
        return down > SAY_AFTER || line.attempt > 2 ? ["refresh", L.t("link.again")] : null;
      }
      return state.hostLost !== null ? ["refresh", L.t("link.host_lost")] : null;
    }

    tick() {
      const { line, state } = this.seat;
      if (state.moved && line.downSince !== null && performance.now() - line.downSince > L.GONE_AFTER) this.follow(state.moved);
      if (this.view && this.view.tick) this.view.tick(this.hostNow());
      this.drawBanner(this.seat.state);
    }

    keydown(event) {
      if (event.key === "Escape" && !this.menu.hidden) {
        this.toggleMenu();
        this.more.focus();
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
      if (this.view && this.view.keydown) this.view.keydown(event);
    }

    /** The host has another address: go there with this seat and what it has not sent. */
    follow(url) {
      this.seat.state.moved = "";
      const target = L.otherAddress(url);
      if (target) location.replace(L.handOver(target, this.seat));
    }
  }

  L.PlayerApp = PlayerApp;
})((globalThis.Lantern = globalThis.Lantern || {}));
