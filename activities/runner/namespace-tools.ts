import { existsSync } from 'node:fs';

/** Where the programs of util-linux are, whatever PATH a gate has. */
const TOOL_FOLDERS = ['/usr/bin', '/bin', '/usr/sbin', '/sbin', '/run/current-system/sw/bin'];
export const TOOL_PATH = TOOL_FOLDERS.join(':');

/** Absolute paths of the programs of util-linux, and bash, that namespaces need. */
export interface NamespaceTools {
  readonly unshare: string;
  readonly nsenter: string;
  readonly setsid: string;
  readonly bash: string;
}

/** What a sandbox needs besides. */
export interface SandboxTools extends NamespaceTools {
  readonly prlimit: string;
  readonly setpriv: string;
  /** A shell command that brings the loopback interface up in a new network namespace. */
  readonly loopbackUp: string;
  /** Null where it is not installed. */
  readonly bwrap: string | null;
}

/** What `ip link set lo up` does, for machines without iproute2: SIOCSIFFLAGS with IFF_UP. */
const LOOPBACK_BY_PERL = `perl -e 'socket(S,2,2,0) && ioctl(S,0x8914,pack("a16s","lo",1)) or die "lo: $!"'`;

/** Null where the machine lacks one of them. */
export function findNamespaceTools(): NamespaceTools | null {
  const unshare = findTool('unshare');
  const nsenter = findTool('nsenter');
  const setsid = findTool('setsid');
  const bash = findTool('bash');
  if (!unshare || !nsenter || !setsid || !bash) return null;
  return { unshare, nsenter, setsid, bash };
}

/** The tools, or which one is missing. */
export function findSandboxTools(): SandboxTools | { readonly missing: string } {
  const tools = findNamespaceTools();
  if (tools === null) return { missing: 'unshare, nsenter, setsid or bash' };
  const prlimit = findTool('prlimit');
  const setpriv = findTool('setpriv');
  if (!prlimit || !setpriv) return { missing: 'prlimit or setpriv of util-linux' };
  const ip = findTool('ip');
  const loopbackUp =
    ip === undefined ? findTool('perl') && LOOPBACK_BY_PERL : `${ip} link set lo up`;
  if (loopbackUp === undefined) return { missing: 'ip of iproute2 (or perl)' };
  return { ...tools, prlimit, setpriv, loopbackUp, bwrap: findTool('bwrap') ?? null };
}

function findTool(name: string): string | undefined {
  return TOOL_FOLDERS.map((folder) => `${folder}/${name}`).find((path) => existsSync(path));
}
