// Loads every part once, which is what the service does when it starts.
for (const part of ['routes', 'tenants', 'store', 'feed']) {
  await import(new URL(`../src/${part}.js`, import.meta.url));
}
console.log('All parts load.');
