/* Starts the page that the address asks for: the player's, the projector's or the teacher's remote. */
(function (L) {
  "use strict";

  /** 16 random hex digits; getRandomValues works on plain http too. */
  L.nonce = function () {
    const bytes = crypto.getRandomValues(new Uint8Array(8));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  };

  L.device = () => (globalThis.matchMedia && matchMedia("(pointer: coarse)").matches ? "phone" : "desktop");

  /** How long a line may be down before the address that the host has told of is tried. */
  L.GONE_AFTER = 2500;

  /** An address that is a host's and not this page's own; null when it is neither. */
  L.otherAddress = function (url) {
    let target;
    try {
      target = new URL(url);
    } catch (error) {
      return null;
    }
    return /^https?:$/.test(target.protocol) && target.origin !== location.origin ? target : null;
  };

  const fragment = () => new URLSearchParams(location.hash.slice(1));

  /** A seat that another address handed over in the fragment; the fragment is wiped. */
  L.handedOver = function () {
    const given = fragment();
    const token = given.get("s");
    if (!token) return null;
    history.replaceState(null, "", location.pathname + location.search);
    const game = given.get("g") || "";
    let unsent = null;
    try {
      unsent = JSON.parse(given.get("u") || "null");
    } catch (error) {
      unsent = null;
    }
    return { seat: { pin: given.get("p") || "", token, name: given.get("n") || "", game }, unsent };
  };

  L.handOver = function (target, seat) {
    const frames = Array.from(seat.unsent.values(), (each) => each.frame);
    const given = new URLSearchParams({ s: seat.token, p: seat.form.pin, n: seat.state.name, g: seat.state.game.id });
    if (frames.length) given.set("u", JSON.stringify(frames));
    return `${target.origin}/?pin=${encodeURIComponent(seat.form.pin)}#${given}`;
  };

  function start() {
    const root = document.getElementById("app");
    const role = { "/screen": "screen", "/host": "host" }[location.pathname.replace(/\/+$/, "")];
    return role ? new L.StageApp(root, role, fragment().get("t") || "") : new L.PlayerApp(root);
  }

  if (typeof document !== "undefined") start();
})((globalThis.Lantern = globalThis.Lantern || {}));
