/* Keeping the screen on: the browser's lock where there is one (secure origins), else a silent film when asked. */
(function (L) {
  "use strict";

  let lock = null;
  let film = null;

  L.hasWakeLock = () => "wakeLock" in navigator;

  /** Asks for the lock; does nothing where there is none or the page is hidden. */
  L.stayAwake = async function () {
    if (!L.hasWakeLock() || lock || document.hidden) return;
    try {
      lock = await navigator.wakeLock.request("screen");
      lock.addEventListener("release", () => {
        lock = null;
      });
    } catch (error) {
      lock = null;
    }
  };

  L.filmPlays = () => Boolean(film);

  /** Starts or ends the silent film; must be called from a tap, browsers refuse it otherwise. */
  L.toggleFilm = async function () {
    if (film) {
      film.remove();
      film = null;
      return false;
    }
    film = L.h("video", { class: "awake", playsinline: true, loop: true, "aria-hidden": "true", tabindex: "-1",
      src: L.SILENT_FILM });
    document.body.append(film);
    try {
      await film.play();
    } catch (error) {
      film.remove();
      film = null;
    }
    return Boolean(film);
  };
})((globalThis.Lantern = globalThis.Lantern || {}));
