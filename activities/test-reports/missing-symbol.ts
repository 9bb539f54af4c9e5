/** How runtimes say that a name does not exist (yet): the class of the error and its message. */
const MISSING_SYMBOLS: readonly { readonly type: RegExp; readonly message: RegExp }[] = [
  // JavaScript: V8's messages, and Node's ESM loader.
  { type: /^TypeError$/, message: /is not a (?:function|constructor)/ },
  { type: /^ReferenceError$/, message: /is not defined/ },
  { type: /^SyntaxError$/, message: /does not provide an export named/ },
  // Python.
  { type: /^NameError$/, message: /is not defined/ },
  { type: /^ImportError$/, message: /cannot import name/ },
  { type: /^ModuleNotFoundError$/, message: /No module named/ },
  { type: /^AttributeError$/, message: /^(?!'NoneType').*has no attribute/ },
  // JVM.
  { type: /^(?:NoSuchMethodError|NoSuchFieldError)$/, message: /^/ },
  { type: /^(?:NoClassDefFoundError|ClassNotFoundException)$/, message: /^/ },
  // Ruby and PHP.
  { type: /^NameError$/, message: /uninitialized constant|undefined local variable or method/ },
  { type: /^NoMethodError$/, message: /undefined method .* for (?!nil)/ },
  { type: /^Error$/, message: /Call to undefined (?:function|method)|^Class ".*" not found/ },
];

/** A module of the project itself: by relative or absolute path, and not an installed package. */
const MISSING_MODULE =
  /(?:Cannot find module|Failed to resolve import|Failed to load url) ['"]?(?:\.{0,2}\/)(?!\S*node_modules\/)/;

/** TypeScript: cannot find name or module, no exported member, no such property. */
const MISSING_IN_TYPESCRIPT = new Set([
  'TS2304',
  'TS2305',
  'TS2307',
  'TS2339',
  'TS2551',
  'TS2552',
  'TS2614',
  'TS2724',
]);
const TYPESCRIPT_CODE = /\bTS\d{4,5}\b/g;

/**
 * Whether an error means that something named by the test does not exist yet. A package that is not
 * installed is not meant: it would let an unprepared environment pass for a failing test.
 */
export function isMissingSymbol(type: string, message: string): boolean {
  const typescriptCodes = message.match(TYPESCRIPT_CODE);
  if (typescriptCodes !== null) {
    return typescriptCodes.every((code) => MISSING_IN_TYPESCRIPT.has(code));
  }
  return (
    MISSING_MODULE.test(message) ||
    MISSING_SYMBOLS.some((each) => each.type.test(type) && each.message.test(message))
  );
}
