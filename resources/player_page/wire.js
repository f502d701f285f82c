/* Joins a seat to a WebSocket, to timers and to what the browser tells about the page. Knows no view. */
(function (L) {
  "use strict";

  const SLEPT = 1500;

  class Wire {
    constructor(seat, url, changed) {
      Object.assign(this, { seat, url, changed, socket: null, timer: 0 });
      this.drift = Date.now() - performance.now();
      for (const name of ["pageshow", "online", "focus"]) addEventListener(name, () => this.woke());
      addEventListener("offline", () => this.changed());
      document.addEventListener("visibilitychange", () => this.turned());
    }

    /** Does what is due and plans the next time. To be called after anything that changes the seat. */
    run() {
      const now = performance.now();
      const due = this.seat.step(now);
      if (due.connect) this.connect();
      if (due.drop) this.drop();
      this.send(due.send);
      if (this.seat.line.status === "off" && this.socket) this.cut();
      clearTimeout(this.timer);
      const at = this.seat.dueAt();
      if (at !== null) this.timer = setTimeout(() => this.run(), Math.max(0, Math.min(at - performance.now(), 60000)));
    }

    connect() {
      this.cut();
      let socket;
      try {
        socket = new WebSocket(this.url);
      } catch (error) {
        this.lost(null);
        return;
      }
      this.socket = socket;
      socket.onopen = () => {
        if (socket !== this.socket) return;
        this.send(this.seat.opened(performance.now()));
        if (document.hidden) this.send([{ k: "away", away: true }]);
        this.run();
        this.changed();
      };
      socket.onmessage = (event) => {
        if (socket !== this.socket) return;
        const frame = L.readFrame(event.data);
        if (!frame) return;
        this.send(this.seat.receive(frame, performance.now()));
        this.run();
        if (frame.k !== "pong") this.changed(frame);
      };
      socket.onclose = () => this.lost(socket);
      this.changed();
    }

    send(frames) {
      if (!this.socket || this.socket.readyState !== 1) return;
      for (const frame of frames) this.socket.send(JSON.stringify(frame));
    }

    lost(socket) {
      if (socket !== this.socket) return;
      this.socket = null;
      this.seat.closed(performance.now());
      this.run();
      this.changed();
    }

    /** A connection that says nothing any more; its close event may take minutes, so it is not waited for. */
    drop() {
      this.cut();
      this.lost(null);
    }

    cut() {
      const socket = this.socket;
      this.socket = null;
      if (socket) {
        socket.onclose = null;
        socket.close();
      }
    }

    woke() {
      const drift = Date.now() - performance.now();
      // Some devices stop performance.now() while they sleep: what was measured before is worthless.
      if (Math.abs(drift - this.drift) > SLEPT) this.seat.clock.reset();
      this.drift = drift;
      this.seat.line.urge(performance.now());
      this.run();
      this.changed();
    }

    turned() {
      if (this.seat.state.at === "in") {
        L.lowBattery().then((low) => this.send([{ k: "away", away: document.hidden, low }]));
      }
      if (!document.hidden) this.woke();
    }
  }

  /** Whether the battery is low, where the browser tells. */
  L.lowBattery = async function () {
    if (!navigator.getBattery) return false;
    try {
      const battery = await navigator.getBattery();
      return !battery.charging && battery.level < 0.15;
    } catch (error) {
      return false;
    }
  };
  L.socketUrl = (origin) => origin.replace(/^http/, "ws") + "/ws";
  L.Wire = Wire;
})((globalThis.Lantern = globalThis.Lantern || {}));
