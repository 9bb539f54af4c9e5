import type { CommandSpec, OptionSpec } from './command.ts';
import { GLOBAL_OPTIONS } from './common-options.ts';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

export function isShell(text: string): text is Shell {
  return SHELLS.some((shell) => shell === text);
}

/** Words that take the place of the first argument, where it is no item. */
const ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  completion: SHELLS,
  evidence: ['verify', 'list', 'show'],
  retry: ['baseline', 'certification'],
};

/** The script that a shell sources to complete verbs and their options. */
export function completionScript(shell: Shell, commands: readonly CommandSpec[]): string {
  switch (shell) {
    case 'bash':
      return bashScript(commands);
    case 'zsh':
      return zshScript(commands);
    case 'fish':
      return fishScript(commands);
  }
}

/** `-m, --note <text>` has the flags `-m` and `--note`. */
function flagsOf({ flags }: OptionSpec): readonly string[] {
  return flags.split(/[\s,]+/).filter((word) => word.startsWith('-'));
}

function optionsOf(command: CommandSpec): readonly OptionSpec[] {
  return [...(command.options ?? []), ...GLOBAL_OPTIONS];
}

function namesOf(commands: readonly CommandSpec[]): string {
  return commands.map((command) => command.name).join(' ');
}

/** Text in single quotes, for bash and zsh. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

function bashScript(commands: readonly CommandSpec[]): string {
  const cases = commands.map((command) => {
    const flags = optionsOf(command).flatMap(flagsOf);
    const words = [...(ARGUMENTS[command.name] ?? []), ...flags, '--help'].join(' ');
    return `    ${command.name}) words="${words}" ;;`;
  });
  return `# bash completion for sluice; made by \`sluice completion bash\`
_sluice() {
  local word verb="" words verbs="${namesOf(commands)}"
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case " $verbs " in *" $word "*) verb="$word"; break ;; esac
  done
  case "$verb" in
${cases.join('\n')}
    *) words="$verbs --help --version" ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _sluice sluice
`;
}

function zshScript(commands: readonly CommandSpec[]): string {
  const described = (name: string, summary: string): string => quoted(`${name}:${summary}`);
  const verbs = commands.map(({ name, summary }) => `    ${described(name, summary)}`);
  const cases = commands.map((command) => {
    const words = (ARGUMENTS[command.name] ?? []).map(quoted);
    const options = optionsOf(command).flatMap((option) =>
      flagsOf(option).map((flag) => described(flag, option.summary)),
    );
    return `    ${command.name}) candidates=(${[...words, ...options].join(' ')}) ;;`;
  });
  return `#compdef sluice
# zsh completion for sluice; made by \`sluice completion zsh\`
_sluice() {
  local -a candidates verbs
  local word verb=""
  verbs=(
${verbs.join('\n')}
  )
  for word in "\${(@)words[2,CURRENT-1]}"; do
    if [[ " ${namesOf(commands)} " == *" $word "* ]]; then verb="$word"; break; fi
  done
  case "$verb" in
${cases.join('\n')}
    *) candidates=("\${verbs[@]}") ;;
  esac
  _describe -o sluice candidates
}
if [[ "\${funcstack[1]}" == _sluice ]]; then _sluice "$@"; else compdef _sluice sluice; fi
`;
}

function fishScript(commands: readonly CommandSpec[]): string {
  const lines = commands.flatMap((command) => {
    const seen = `-n '__fish_seen_subcommand_from ${command.name}'`;
    const words = (ARGUMENTS[command.name] ?? []).map(
      (word) => `complete -c sluice ${seen} -a ${word}`,
    );
    const options = optionsOf(command).map(
      (option) => `complete -c sluice ${seen} ${fishOption(option)}`,
    );
    return [...words, ...options];
  });
  const none = `-n 'not __fish_seen_subcommand_from ${namesOf(commands)}'`;
  const verbs = commands.map(
    ({ name, summary }) => `complete -c sluice -f ${none} -a ${name} -d ${fishQuoted(summary)}`,
  );
  const head = '# fish completion for sluice; made by `sluice completion fish`';
  return `${[head, ...verbs, ...lines].join('\n')}\n`;
}

function fishOption(option: OptionSpec): string {
  const flags = flagsOf(option).map((flag) =>
    flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`,
  );
  const value = option.flags.includes('<') ? ['-r'] : [];
  return [...flags, ...value, `-d ${fishQuoted(option.summary)}`].join(' ');
}

/** In fish's single quotes a backslash escapes a quote and itself. */
function fishQuoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", String.raw`\'`)}'`;
}
