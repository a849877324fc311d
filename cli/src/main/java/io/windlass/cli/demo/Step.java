package io.windlass.cli.demo;

import java.io.IOException;
import java.util.List;

/**
 * One thing the demo shows. A capability adds its step here and in {@link #ALL}; a step throws
 * {@link DemoFailure} when something did not go as it says.
 */
sealed interface Step
    permits BucketStep,
        ConnectionStep,
        FolderStep,
        CredentialsStep,
        ContentStep,
        RevocationStep,
        FileSystemStep,
        TransferStep {

  /** In the order they are shown; each may use what those before it made. */
  List<Step> ALL =
      List.of(
          new BucketStep(),
          new ConnectionStep(),
          new FolderStep(),
          new CredentialsStep(),
          new ContentStep(),
          new RevocationStep(),
          new FileSystemStep(),
          new TransferStep());

  /** What it shows, as a headline. */
  String title();

  /** Shows it. */
  void show(Stage stage) throws IOException;
}
