const ROUTES = ['/records', '/records/:id', '/settings'];

/** The route that a path belongs to, or null. */
export function resolve(path) {
  return ROUTES.find((route) => patternOf(route).test(path)) ?? null;
}

function patternOf(route) {
  return new RegExp(`^${route.replace(':id', '[^/]+')}$`);
}
