package org.haven.platform.command;

import java.time.Clock;
import java.util.Arrays;
import java.util.Optional;
import org.haven.platform.audit.AuditTrail;
import org.haven.platform.audit.AuditVerifications;
import org.haven.platform.audit.Problem;
import org.haven.platform.sealing.KeyRotation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionManagerCustomizationAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;

/**
 * Haven started for one act of an operator: {@code java -jar haven.jar verify-audit}. It needs the
 * databases and the sealing key, and neither the engine nor a port.
 */
public enum OperatorCommand {
  /** Reads the audit trail: 0 if it holds, 1 if not. */
  VERIFY_AUDIT("verify-audit") {
    @Override
    int run(ConfigurableApplicationContext haven) {
      AuditTrail.Verdict verdict = haven.getBean(AuditVerifications.class).verify("operator");
      Problem problem = verdict.problem();
      if (problem != null) {
        return NOT_AS_IT_SHOULD;
      }
      LOG.info(
          "The audit trail holds: {} rows, {} checkpoints, {} of them compared with those lodged"
              + " outside; {} rows wait to be chained",
          verdict.chained(),
          verdict.checkpoints(),
          verdict.lodged(),
          verdict.waiting());
      return DONE;
    }
  },

  /**
   * Wraps all keys anew by the current sealing key: 0 if no other is needed any more, 1 if one is.
   */
  WRAP_KEYS("wrap-keys") {
    @Override
    int run(ConfigurableApplicationContext haven) {
      KeyRotation.Progress progress = haven.getBean(KeyRotation.class).toTheEnd();
      if (progress.done()) {
        LOG.info(
            "The sealing key {} wraps all {} keys", progress.currentKey(), progress.byCurrent());
        return DONE;
      }
      LOG.error(
          "{} keys are still wrapped by another sealing key, {} of them could not be opened",
          progress.left(),
          progress.refused());
      return NOT_AS_IT_SHOULD;
    }
  };

  static final int DONE = 0;
  static final int NOT_AS_IT_SHOULD = 1;

  /** Nothing can be said: the databases or the key are not there. */
  static final int COULD_NOT = 2;

  private static final Logger LOG = LoggerFactory.getLogger(OperatorCommand.class);

  private final String argument;

  OperatorCommand(String argument) {
    this.argument = argument;
  }

  abstract int run(ConfigurableApplicationContext haven);

  /** The command that the application was started for, if it was started for one. */
  public static Optional<OperatorCommand> of(String... arguments) {
    return Arrays.stream(values())
        .filter(command -> Arrays.asList(arguments).contains(command.argument))
        .findFirst();
  }

  /**
   * Does it and ends.
   *
   * @return the process's exit code
   */
  public int run(String... arguments) {
    try (var haven =
        new SpringApplicationBuilder(Parts.class).web(WebApplicationType.NONE).run(arguments)) {
      return run(haven);
    } catch (RuntimeException e) {
      LOG.error(
          "The command {} could not be carried out ({})", argument, e.getClass().getSimpleName());
      return COULD_NOT;
    }
  }

  // no @Configuration: Haven's own scan must not find it
  @ImportAutoConfiguration({
    DataSourceAutoConfiguration.class,
    DataSourceTransactionManagerAutoConfiguration.class,
    FlywayAutoConfiguration.class,
    JdbcClientAutoConfiguration.class,
    JdbcTemplateAutoConfiguration.class,
    TransactionAutoConfiguration.class,
    TransactionManagerCustomizationAutoConfiguration.class
  })
  @ComponentScan(
      basePackages = {
        "org.haven.platform.audit",
        "org.haven.platform.purpose",
        "org.haven.platform.sealing"
      },
      excludeFilters =
          @ComponentScan.Filter(type = FilterType.REGEX, pattern = "org\\.haven\\..*\\.web\\..*"))
  static class Parts {
    @Bean
    Clock clock() {
      return Clock.systemUTC();
    }
  }
}
