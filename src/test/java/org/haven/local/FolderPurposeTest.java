package org.haven.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.bootstrap.DefaultBootstrapContext;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.mock.env.MockEnvironment;

/** Real cases are never in a training's folder, and what is deleted is a training's alone. */
class FolderPurposeTest {
  @TempDir private Path folder;

  private void start(boolean training) throws IOException {
    try (var opened = PlatformFolder.open(folder)) {
      FolderPurpose.check(opened, training);
    }
  }

  private void holdsData() throws IOException {
    Files.createDirectories(folder.resolve("postgres/data"));
    Files.writeString(folder.resolve("postgres/data/row"), "somebody");
    Files.writeString(folder.resolve("sealing.key"), "key");
  }

  @Test
  void shouldOpenToTrainingAlone_onceItWasATrainings() throws IOException {
    start(true);
    holdsData();
    start(true);
    assertThatThrownBy(() -> start(false))
        .isInstanceOf(LocalPlatformException.class)
        .hasMessageContaining("is a training's");
  }

  @Test
  void shouldBeRefusedToTraining_whenItHoldsAnythingElse() throws IOException {
    start(false);
    holdsData();
    assertThatThrownBy(() -> start(true))
        .isInstanceOf(LocalPlatformException.class)
        .hasMessageContaining("is not a training's");
    assertThatThrownBy(() -> LocalPlatform.deleteTraining(folder))
        .isInstanceOf(LocalPlatformException.class);
    assertThat(folder.resolve("postgres/data/row")).exists();
  }

  @Test
  void shouldDeleteATrainingsDataAlone_whenItStartsAfresh(@TempDir Path elsewhere)
      throws IOException {
    // given
    start(true);
    holdsData();
    Files.createDirectories(folder.resolve("programs/zeebe"));
    Path outside = Files.writeString(elsewhere.resolve("not-ours"), "real");
    Files.createSymbolicLink(folder.resolve("link"), elsewhere);
    // when
    LocalPlatform.deleteTraining(folder);
    // then
    assertThat(folder).isDirectoryNotContaining(path -> path.endsWith("postgres"));
    assertThat(folder.resolve("sealing.key")).doesNotExist();
    assertThat(folder.resolve("link")).doesNotExist();
    assertThat(folder.resolve("programs/zeebe")).exists();
    assertThat(outside).exists();
    start(true);
  }

  @Test
  void shouldNotBeEmptied_whileAHavenRunsOnIt() throws IOException {
    start(true);
    holdsData();
    try (var _ = PlatformFolder.open(folder)) {
      assertThatThrownBy(() -> LocalPlatform.deleteTraining(folder))
          .isInstanceOf(LocalPlatformException.class)
          .hasMessageContaining("already runs");
    }
    assertThat(folder.resolve("sealing.key")).exists();
  }

  @Test
  void shouldSayWhy_whenAFreshStartIsAskedForWhereThereIsNoTraining() throws IOException {
    holdsData();
    var environment = new MockEnvironment();
    environment.setProperty("haven.training.fresh", "true");
    environment.setProperty("haven.local.folder", folder.toString());
    assertThatThrownBy(
            () ->
                new LocalPlatformListener()
                    .onApplicationEvent(
                        new ApplicationEnvironmentPreparedEvent(
                            new DefaultBootstrapContext(),
                            new SpringApplication(Object.class),
                            new String[0],
                            environment)))
        .isInstanceOf(LocalPlatformException.class)
        .hasMessageContaining("started without the profile training");
    assertThat(folder.resolve("sealing.key")).exists();
  }
}
