package org.haven.testing;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The real browser of the page tests: the system's own Chromium, installed by the system's package
 * manager when it is missing and we may.
 */
public final class Chromium {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
  private static final List<String> ELSEWHERE =
      List.of(
          "/Applications/Chromium.app/Contents/MacOS/Chromium",
          "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");

  private static @Nullable Path found;

  private Chromium() {}

  /** Playwright that downloads nothing. */
  public static Playwright playwright() {
    return Playwright.create(
        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
  }

  /** A browser without a window and without calls home. */
  public static Browser launch(Playwright playwright) {
    return playwright
        .chromium()
        .launch(
            new BrowserType.LaunchOptions()
                .setExecutablePath(path())
                .setArgs(
                    List.of(
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--no-first-run")));
  }

  /**
   * Where Chromium is.
   *
   * @throws IllegalStateException if there is none and we cannot install it
   */
  public static synchronized Path path() {
    if (found == null) {
      found =
          look()
              .or(Chromium::install)
              .orElseThrow(
                  () ->
                      new IllegalStateException(
                          "The browser tests need Chromium: install it with `apt-get install"
                              + " chromium`, or Chrome from its maker, and run them again."));
    }
    return found;
  }

  private static Optional<Path> look() {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(":")) {
      for (String name : NAMES) {
        var file = Path.of(folder, name);
        if (!folder.isEmpty() && Files.isExecutable(file)) {
          return Optional.of(file);
        }
      }
    }
    return ELSEWHERE.stream().map(Path::of).filter(Files::isExecutable).findFirst();
  }

  private static Optional<Path> install() {
    if (!"root".equals(System.getProperty("user.name"))
        || !Files.isExecutable(Path.of("/usr/bin/apt-get"))) {
      return Optional.empty();
    }
    System.out.println("Installing Chromium for the browser tests, once");
    run("apt-get", "-qq", "update");
    run("apt-get", "-qq", "install", "--yes", "--no-install-recommends", "chromium");
    return look();
  }

  private static void run(String... command) {
    try {
      var builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
      builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
      var process = builder.start();
      if (!process.waitFor(10, TimeUnit.MINUTES)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      // what follows says that there is no browser
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
