/** Preloaded into a Node: soon there is an error that nobody catches, with commands for the runner in it. */

setTimeout(() => {
  Promise.reject(new Error("lost\n::add-mask::linux\n##[set-output name=digest]bad"));
}, 1000);
