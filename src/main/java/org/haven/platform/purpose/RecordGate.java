package org.haven.platform.purpose;

import javax.sql.DataSource;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Lets this Haven on a record that is for the same as itself, and on no other. */
@Configuration(proxyBeanMethods = false)
class RecordGate {
  @Bean
  static FlywayMigrationStrategy onlyOnARecordOfItsOwnKind(Environment environment) {
    return flyway -> PurposeMark.RECORD.migrate(flyway, Purpose.of(environment));
  }

  /** Where tables are made by somebody else, it is asked all the same. */
  @Bean
  @DependsOnDatabaseInitialization
  static Asked askedAgain(DataSource record, Environment environment) {
    PurposeMark.RECORD.ask(record, Purpose.of(environment));
    return new Asked();
  }

  /** The record is for the same as this Haven. */
  static final class Asked {}
}
