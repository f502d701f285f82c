/* Before the first question, and after the game has let a player go. */
(function (L) {
  "use strict";

  const h = L.h;

  L.lobbyView = function (app, state) {
    const lantern = L.button("lantern-button", L.lantern(), () => {
      lit += 1;
      lantern.dataset.lit = String(lit % 4);
      lantern.classList.remove("breathing");
    }, { "aria-label": L.t("lobby.light") });
    let lit = 0;
    lantern.classList.add("breathing");
    const players = h("p", { class: "players" });
    const name = h("span", { dir: "auto" });
    const team = h("p", { class: "team" });
    const code = h("strong", { class: "code" });
    const self = state.game.pace === "self";
    const node = h("div", { class: "centre" }, h("div", { class: "card calm" }, lantern,
      h("h1", { tabindex: "-1", text: L.t("lobby.title") }),
      h("p", { class: "big-name" }, name), team,
      h("p", { class: "game-title", dir: "auto", text: state.game.title }),
      h("p", { class: "hint", text: L.t(self ? "lobby.wait_self" : "lobby.wait") }), players),
    h("p", { class: "rejoin hint" }, L.t("lobby.code"), " ", code));
    return {
      node,
      update(now) {
        name.textContent = now.name;
        team.hidden = !now.team;
        team.textContent = L.t("lobby.team", { team: now.team });
        players.hidden = !now.players;
        L.fill(players, L.icon("account-group"), L.t("lobby.players", { n: now.players }));
        code.textContent = now.code;
        node.lastChild.hidden = !now.code;
      },
    };
  };

  const CAN_RETURN = new Set(["elsewhere", "kicked", "banned"]);

  /** The seat is open elsewhere, was taken away, or the game does not let this device in. */
  L.goneView = function (app, state) {
    const reason = state.gone;
    const back = CAN_RETURN.has(reason)
      ? L.button("primary wide", L.t(reason === "elsewhere" ? "gone.play_here" : "gone.try_again"), () => app.takeBack())
      : null;
    return { node: h("div", { class: "centre" }, h("div", { class: "card calm" },
      L.icon(reason === "elsewhere" ? "information-outline" : "alert", "large"),
      h("h1", { tabindex: "-1", text: L.t(`gone.${reason}.title`) }),
      h("p", { text: L.t(`gone.${reason}.body`) }), back,
      reason === "kicked" ? L.button("secondary wide", L.t("gone.new_name"), () => app.startAnew()) : null,
      L.button("quiet wide", L.t("join.other_game"), () => app.leave()))) };
  };

  L.endedView = function (app, state) {
    const stopped = state.ended === "stopped";
    const board = state.board ? L.boardBody(state, true) : null;
    return { node: h("div", { class: "centre wide-card" }, h("div", { class: "card calm" }, board ? null : L.lantern(),
      h("h1", { tabindex: "-1", text: L.t(stopped ? "ended.stopped" : "ended.title") }),
      state.total || state.rank ? h("p", { class: "big-score" }, h("strong", { text: L.points(state.total) }),
        state.rank ? h("span", { text: L.t("result.rank", { rank: state.rank }) }) : null) : null,
      h("p", { class: "hint", text: L.t("ended.thanks") }), board,
      L.button("secondary wide", L.t("join.other_game"), () => app.leave()))) };
  };
})((globalThis.Lantern = globalThis.Lantern || {}));
