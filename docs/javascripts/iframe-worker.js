// Browsers refuse workers in a page that is opened from a folder. The worker of the search then runs in a hidden frame.
if (location.protocol === "file:") {
  window.IFrameWorker = class extends EventTarget {
    constructor(address) {
      super();
      const frame = document.createElement("iframe");
      frame.hidden = true;
      document.body.append(frame);
      this.inside = frame.contentWindow;
      const page = this.inside.document;
      // What the worker posts is an event of this object, and what it imports is a script of its frame.
      this.inside.postMessage = (data) => this.send(this, data);
      const load = (source) => new Promise((done, failed) => {
        const script = page.createElement("script");
        Object.assign(script, { src: source, onload: done, onerror: failed });
        page.body.append(script);
      });
      this.inside.importScripts = (...sources) =>
        sources.reduce((before, source) => before.then(() => load(new URL(source, address))), Promise.resolve());
      this.ready = load(address);
    }

    postMessage(data) {
      this.ready.then(() => this.send(this.inside, data));
    }

    send(target, data) {
      const event = new MessageEvent("message", { data });
      target.dispatchEvent(event);
      if (target.onmessage) target.onmessage(event);
    }

    terminate() {
      this.inside.frameElement.remove();
    }
  };
  window.Worker = window.IFrameWorker;
}
