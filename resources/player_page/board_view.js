/* The leaderboard and the podium, on a phone and on a projector. */
(function (L) {
  "use strict";

  const h = L.h;

  function moved(line) {
    if (!line.moved) return h("span", { class: "moved" });
    const up = line.moved > 0;
    return h("span", { class: "moved " + (up ? "up" : "down") }, L.icon(up ? "arrow-up-bold" : "arrow-down-bold"),
      h("span", { class: "unseen", text: L.t(up ? "board.up" : "board.down", { n: Math.abs(line.moved) }) }),
      h("span", { "aria-hidden": "true", text: L.number(Math.abs(line.moved)) }));
  }

  function row(line, own) {
    return h("li", { class: "standing" + (own ? " own" : "") }, h("span", { class: "rank", text: L.number(line.rank) }),
      h("span", { class: "who" }, h("span", { dir: "auto", class: "who-name", text: line.name }),
        own && h("span", { class: "you", text: L.t("board.you") }),
        line.team && h("span", { class: "team", dir: "auto", text: line.team })),
      moved(line), h("strong", { class: "total", text: L.number(line.total) }));
  }

  const isOwn = (line, state) => Boolean(state.name) && line.name === state.name && line.rank === state.rank;

  L.standings = (lines, state, own) => h("ol", { class: "standings" }, lines.map((line) => row(line, isOwn(line, state))), own && row(own, true));

  /** First three as steps; the reading order is 1, 2, 3. */
  L.podium = function (top, state) {
    return h("ol", { class: "podium" }, top.slice(0, 3).map((line) =>
      h("li", { class: `podium-${Math.min(3, line.rank)}` + (isOwn(line, state) ? " own" : "") },
        h("span", { class: "podium-who", dir: "auto", text: line.name }), h("span", { class: "podium-points", text: L.points(line.total) }),
        h("span", { class: "block" }, L.icon(line.rank === 1 ? "trophy" : "medal", "huge"), h("span", { class: "rank", text: L.number(line.rank) })))));
  };

  /** Board of `state`; `final` with the podium. */
  L.boardBody = function (state, final) {
    const board = state.board;
    const shownOnSteps = final ? board.top.slice(0, 3) : [];
    const rest = board.top.slice(shownOnSteps.length);
    const teams = board.teams.length ? [h("h2", { text: L.t("board.teams") }), L.standings(board.teams, { name: "", rank: 0 })] : null;
    return h("div", { class: "board" }, final && board.top.length ? L.podium(board.top, state) : null,
      rest.length || board.own ? L.standings(rest, state, board.own) : null, teams);
  };

  L.boardView = function (app, state) {
    const final = state.board.final;
    const own = state.rank ? L.t("board.own", { rank: state.rank, points: L.points(state.total) }) : "";
    const name = L.t(!final ? "board.title" : state.board.top.length ? "board.podium" : "ended.title");
    const title = h("h1", { tabindex: "-1", text: name });
    return {
      node: h("div", { class: "card board-card" }, title, own && h("p", { class: "own-line", text: own }), L.boardBody(state, final)),
      say: L.sentences([name, own]),
    };
  };
})((globalThis.Lantern = globalThis.Lantern || {}));
