/* The projector's page and the teacher's remote: one stage, for a host with controls. */
(function (L) {
  "use strict";

  const h = L.h;
  const TICK = 100;

  class StageApp {
    constructor(root, role, token) {
      const keep = new L.Keep(L.localStore());
      L.setLanguage(keep.get("language") || L.pickLanguage(navigator.languages || [navigator.language]));
      document.title = L.t(role === "host" ? "page.host" : "page.screen");
      document.documentElement.classList.add("stage", role);
      Object.assign(this, { root, role, keep, view: null, stage: null, rosterOpen: false, barKey: "", bannerText: null });
      this.seat = new L.StageSeat({ role, token, lang: L.language, nonce: L.nonce });
      this.wire = new L.Wire(this.seat, L.socketUrl(location.origin), (frame) => this.changed(frame));
      const host = role === "host";
      this.hideWord = host ? (text) => this.command({ do: "hide", q: this.asked(), text }) : null;
      this.remark = host ? (text, right) => this.command({ do: "remark", q: this.asked(), text, right }) : null;
      this.frame();
      setInterval(() => this.tick(), TICK);
      if (token) this.seat.line.start(performance.now());
      else Object.assign(this.seat.state, { at: "gone", gone: "token" });
      this.wire.run();
      this.changed();
    }

    frame() {
      this.head = h("header", { class: "stage-bar" });
      this.banner = h("div", { class: "banner", hidden: true });
      this.main = h("main", { id: "main" });
      this.list = h("div");
      this.editor = h("div");
      this.players = h("aside", { class: "roster-place", "aria-label": L.t("remote.players"), hidden: true }, this.editor, this.list);
      this.bar = h("footer", { class: "control-place" });
      L.fill(this.root, this.head, this.banner, this.main, this.players, this.role === "host" ? this.bar : null);
    }

    hostNow() {
      return this.seat.clock.host(performance.now());
    }

    command(action) {
      this.wire.send(this.seat.command(action));
    }

    asked() {
      return this.seat.state.stage.shown.q;
    }

    toggleRoster() {
      this.rosterOpen = !this.rosterOpen;
      L.fill(this.editor);
      this.drawControls();
      if (this.rosterOpen) this.list.querySelector("h2").focus();
    }

    /** Opens what can be changed about one player; null closes it. */
    edit(seat) {
      L.fill(this.editor, seat && L.seatEditor(this, seat, this.seat.state.game));
      (seat ? this.editor : this.list).querySelector("h2").focus();
    }

    changed(frame) {
      const state = this.seat.state;
      L.quizLanguage = (state.game && state.game.lang) || null;
      if (state.at === "gone") {
        L.fill(this.main, h("div", { class: "centre" }, h("div", { class: "card calm" }, L.icon("alert", "large"),
          h("h1", { text: L.t("stage.refused") }), h("p", { text: L.t("stage.refused_body") }))));
        this.stage = null;
        return;
      }
      if (!state.stage) return;
      if (state.stage !== this.stage) this.show(state);
      else if (frame && frame.k === "roster" && state.stage.phase === "lobby" && this.view.counts) this.view.counts(state);
      else if (frame && frame.k === "counts" && this.view.counts) this.view.counts(state);
      if (this.role === "host" && (!frame || ["stage", "roster", "counts", "done"].includes(frame.k))) this.drawControls();
    }

    show(state) {
      const before = this.stage;
      this.stage = state.stage;
      this.view = L.stageView(this, state);
      L.fill(this.main, this.view.node);
      this.main.className = "phase-" + state.stage.phase;
      if (this.view.counts) this.view.counts(state);
      if (this.view.tick) this.view.tick(this.hostNow());
      const lobby = this.view.node.classList.contains("wide-stage");
      L.fill(this.head, h("span", { class: "brand small" }, L.lantern(), h("span", { dir: "auto", text: state.game.title })),
        lobby ? null : L.joinInfo(state.game, state.stage, true),
        this.role === "host" ? null : this.fullScreenButton());
      if (before && before.phase !== state.stage.phase) this.tell(state.stage);
      L.stayAwake();
    }

    /** A projector's page is clicked to full screen once; Escape leaves it. */
    fullScreenButton() {
      if (!document.fullscreenEnabled || document.fullscreenElement) return null;
      return L.button("quiet", L.t("stage.full_screen"), () => document.documentElement.requestFullscreen().then(() => this.show(this.seat.state)));
    }

    tell(stage) {
      const title = this.main.querySelector("h1");
      L.announce(L.sentences([title && title.textContent, stage.phase === "closed" ? L.t("say.close") : ""]));
    }

    drawControls() {
      const state = this.seat.state;
      if (!state.stage || this.role !== "host") return;
      const key = JSON.stringify([state.stage, state.error, this.rosterOpen, Array.from(state.seats.values()), state.counts && state.counts.stuck]);
      if (key === this.barKey) return;
      this.barKey = key;
      const spot = this.spot();
      L.fill(this.bar, L.controlBar(this, state));
      this.players.hidden = !this.rosterOpen;
      if (this.rosterOpen) L.fill(this.list, L.roster(this, state));
      if (spot) spot();
    }

    /** Drawing anew must not take the keyboard's place away: returns what puts it back. */
    spot() {
      for (const place of [this.bar, this.list]) {
        const focused = place.contains(document.activeElement) && document.activeElement;
        if (!focused) continue;
        const name = focused.getAttribute("aria-label") || focused.textContent;
        const next = focused.classList.contains("next");
        return () => {
          const found = Array.from(place.querySelectorAll("button")).find((button) =>
            next ? button.classList.contains("next") : (button.getAttribute("aria-label") || button.textContent) === name);
          const target = found && !found.disabled ? found : place.querySelector("button:not(:disabled)");
          if (target) target.focus({ preventScroll: true });
        };
      }
      return null;
    }

    trouble(state) {
      const line = this.seat.line;
      if (line.status === "off") return null;
      if (line.status !== "open") {
        if (navigator.onLine === false) return L.t("link.offline");
        return line.attempt > 1 || state.shutdown ? L.t("link.again") : null;
      }
      return state.hostLost !== null && this.role === "screen" ? L.t("link.host_lost") : null;
    }

    /** The host has another address: go there with the same key once this one does not answer. */
    follow() {
      const { line, state } = this.seat;
      if (!state.moved || line.downSince === null || performance.now() - line.downSince < L.GONE_AFTER) return;
      const target = L.otherAddress(state.moved);
      state.moved = "";
      if (target) location.replace(`${target.origin}${location.pathname}#t=${this.seat.token}`);
    }

    tick() {
      this.follow();
      if (this.view && this.view.tick) this.view.tick(this.hostNow());
      const text = this.trouble(this.seat.state);
      if (text === this.bannerText) return;
      this.bannerText = text;
      this.banner.hidden = !text;
      L.fill(this.banner, text && L.icon("wifi-off"), text && h("span", { text }));
    }
  }

  L.StageApp = StageApp;
})((globalThis.Lantern = globalThis.Lantern || {}));
