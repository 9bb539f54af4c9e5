import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where people and tools keep keys, tokens and passwords, below the home folder. */
const IN_HOME = [
  ...'.ssh .gnupg .aws .azure .kube .docker .oci .vault-token .terraform.d .password-store'.split(
    ' ',
  ),
  ...'.netrc .npmrc .yarnrc.yml .pypirc .git-credentials .pgpass .my.cnf .s3cfg .boto'.split(' '),
  ...'.config/gcloud .config/gh .config/glab-cli .config/git/credentials .config/hub'.split(' '),
  ...'.config/rclone .config/sops .config/op .config/age .config/containers/auth.json'.split(' '),
  ...'.config/google-chrome .config/chromium .mozilla .local/share/keyrings .config/temporalio'.split(
    ' ',
  ),
  ...'.cargo/credentials .cargo/credentials.toml .gem/credentials .m2/settings.xml'.split(' '),
  ...'.gradle/gradle.properties .composer/auth.json .nuget/NuGet.Config .claude .codex'.split(' '),
  ...'.bash_history .zsh_history .python_history .node_repl_history'.split(' '),
];

/** The same for the machine, where Sluice runs as root. */
const ON_MACHINE = [
  '/etc/shadow',
  '/etc/gshadow',
  '/etc/ssh',
  '/etc/ssl/private',
  '/var/run/secrets',
];

/** Sockets of agents, of D-Bus and of container engines are below these. */
const SOCKET_FOLDERS = ['/run', '/var/run'];

/** Below `/run` and needed all the same. */
const RUNTIME_FOLDERS = [
  '/run/current-system',
  '/run/wrappers',
  '/run/opengl-driver',
  '/run/systemd/resolve',
  '/run/resolvconf',
];

/** Where build tools keep what they downloaded or compiled: read warm, written privately. */
const CACHES = [
  ...'.cache .npm .yarn .bun go/pkg .cargo/registry .cargo/git .gradle .m2/repository'.split(' '),
  ...'.nuget/packages .dotnet .local/share/pnpm .local/state .pub-cache .ivy2 .sbt'.split(' '),
];

/** What every sandbox hides, whatever the policy says. */
export function hiddenPaths(home: string = homedir()): readonly string[] {
  return [...IN_HOME.map((path) => join(home, path)), ...ON_MACHINE, ...SOCKET_FOLDERS];
}

export function runtimeFolders(): readonly string[] {
  return RUNTIME_FOLDERS;
}

export function cacheFolders(home: string = homedir()): readonly string[] {
  return CACHES.map((path) => join(home, path));
}
