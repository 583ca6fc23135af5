/** What a store says of the whole installation. */
export interface Installation {
  /** Made once, random, the same for every node; stores of files are marked with it. */
  readonly id: string;
  /** Whether a store of files was marked with it before: one without the mark is then a mistake. */
  readonly filesClaimed: boolean;
}

export interface InstallationStore {
  /** Makes the installation with this id unless there is one. Of several at once one makes it, and all answer the same. */
  getInstallation(freshId: string): Promise<Installation>;
  markFilesClaimed(): Promise<void>;
}
