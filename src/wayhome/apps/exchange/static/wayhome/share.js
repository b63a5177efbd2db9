// Makes a share for the draw in the browser and fills in its SHA-256. The share itself is shown to
// be kept and is sent nowhere; without this script its hash can be made with any other program.
"use strict";

const LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";

function newShare() {
  const drawn = crypto.getRandomValues(new Uint32Array(32));
  return Array.from(drawn, (one) => LETTERS[one % LETTERS.length]).join("").replace(/(.{4})(?=.)/g, "$1-");
}

async function sha256(text) {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

for (const offer of document.querySelectorAll("[data-make-share]")) {
  if (!crypto.subtle) break;
  offer.hidden = false;
  offer.querySelector("button").addEventListener("click", async () => {
    const share = newShare();
    offer.closest("form").elements.sha256.value = await sha256(share);
    offer.querySelector("output").textContent = share;
    offer.querySelector("[data-keep]").hidden = false;
  });
}
