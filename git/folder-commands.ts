import { build } from './git-command.ts';

/** Questions about a folder. */
export const folderCommands = {
  version: () => build('folder', ['version']),
  /** Exit code 1 means that no name is set. */
  userName: () => build('folder', ['config', '--get', 'user.name'], { answers: [0, 1] }),
  /** Prints `gpg.format` and `user.signingkey`, as they are set. Exit code 1 means that neither is. */
  signing: () =>
    build(
      'folder',
      ['config', '-z', '--get-regexp', String.raw`^(gpg\.format|user\.signingkey)$`],
      {
        answers: [0, 1],
      },
    ),
  /** Prints git dir, common dir, index file and top level, one absolute path a line. */
  layout: () =>
    build(
      'folder',
      [
        'rev-parse',
        '--path-format=absolute',
        '--git-dir',
        '--git-common-dir',
        '--git-path',
        'index',
        '--show-toplevel',
      ],
      { answers: [0, 128] },
    ),
};
