// Brings the second half of the script (later.js), once; whoever needs it first asks for it, and asks again after a cut.
let coming = null;

export function later() {
  coming ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = document.querySelector("meta[name=yidan-later]").content;
    script.onload = () => resolve(self.fieldLater);
    script.onerror = () => {
      coming = null;
      script.remove();
      reject(new Error("later.js did not come"));
    };
    document.head.append(script);
  });
  return coming;
}
