// Functions that the library needs and Node.js before version 22 lacks. To be imported before the library.
Promise.withResolvers ??= function () {
  const out = {};
  out.promise = new this((resolve, reject) => Object.assign(out, { resolve, reject }));
  return out;
};
