package org.haven.training;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.haven.platform.Training;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.Profiles;

/**
 * Nothing of a training goes to anybody outside, whatever the settings say that a machine has for
 * the real Haven: what is sent stays in the folder for training, and e-mails go to a mail catcher.
 */
public class ClosedChannels
    implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {
  private static final Logger LOG = LoggerFactory.getLogger(ClosedChannels.class);

  @Override
  public int getOrder() {
    // after the local platform has said where its folder is
    return LoggingApplicationListener.DEFAULT_ORDER + 6;
  }

  @Override
  public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
    ConfigurableEnvironment environment = event.getEnvironment();
    if (!environment.acceptsProfiles(Profiles.of(Training.PROFILE))) {
      return;
    }
    Map<String, Object> closed = closed(environment);
    List<String> unused =
        closed.keySet().stream()
            .filter(name -> !environment.getProperty(name, "").isBlank())
            .filter(name -> !environment.getProperty(name, "").equals(closed.get(name)))
            .sorted()
            .toList();
    environment.getPropertySources().addFirst(new MapPropertySource("haven training", closed));
    LOG.info(
        "Training: nothing here is real. Agencies are not written to and their mailbox is not read;"
            + " letters, what agencies would get and checkpoints stay in {}; e-mails go to {}:{}"
            + " alone, with a marked subject",
        environment.getProperty("haven.local.folder"),
        closed.get("spring.mail.host"),
        closed.get("spring.mail.port"));
    if (!unused.isEmpty()) {
      LOG.warn("Training does not use these settings of this machine: {}", unused);
    }
  }

  private static Map<String, Object> closed(ConfigurableEnvironment environment) {
    Path folder = Path.of(environment.getProperty("haven.local.folder", ".haven/training"));
    var closed = new LinkedHashMap<String, Object>();
    closed.put(
        "spring.mail.host", environment.getProperty("haven.training.mail-host", "127.0.0.1"));
    closed.put("spring.mail.port", environment.getProperty("haven.training.mail-port", "1025"));
    closed.put("spring.mail.username", "");
    closed.put("spring.mail.password", "");
    closed.put("spring.mail.jndi-name", "false"); // how Spring Boot is told that there is none
    closed.put("haven.partners.from", "");
    closed.put("haven.partners.inbox.host", "");
    closed.put("haven.partners.drop-folder", folder.resolve("agencies").toString());
    closed.put("haven.letters.print-queue", folder.resolve("print-queue").toString());
    closed.put("haven.letters.portal-folder", folder.resolve("portal").toString());
    closed.put("haven.audit.lodge-folder", folder.resolve("checkpoints").toString());
    return closed;
  }
}
