package org.haven.training;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import javax.sql.DataSource;
import org.haven.platform.Training;
import org.haven.platform.purpose.WrongPurposeException;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.context.annotation.Profile;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The clock that is moved, in step with the engine's before anything is served. */
@Configuration(proxyBeanMethods = false)
@Profile(Training.PROFILE)
class TrainingConfiguration {
  private static final Duration TURN = Duration.ofMillis(500);

  @Bean
  EngineClock engineClock(@Value("${haven.engine.monitoring-address:}") String monitoring) {
    if (monitoring.isBlank()) {
      throw new WrongPurposeException(
          "haven.engine.monitoring-address (or HAVEN_ENGINE_MONITORINGADDRESS) is missing: it is"
              + " where the engine's clock for training is moved.",
          "Name the management port of the engine for training, as http://host:9600.");
    }
    return new EngineClock(URI.create(monitoring));
  }

  /**
   * @param wait how long the engine may take to answer
   * @throws WrongPurposeException if the engine is not there, is no engine for training, or has
   *     gone on with another record
   */
  @Bean
  @Primary
  @DependsOnDatabaseInitialization
  TrainingClock trainingClock(
      DataSource record,
      EngineClock engine,
      @Value("${haven.training.engine-wait:2m}") Duration wait) {
    Clock machine = Clock.systemUTC();
    var clock = new TrainingClock(machine, TrainingMoves.lastAhead(JdbcClient.create(record)));
    Instant giveUp = machine.instant().plus(wait);
    while (true) {
      try {
        engine.requireMovable();
        Duration behind = engine.follow(clock);
        if (behind.abs().compareTo(Duration.ofMinutes(1)) > 0) {
          throw new WrongPurposeException(
              "The engine's clock is ahead of this record's: it has gone on with another record.",
              "Give each record for training an engine of its own; an engine that is started anew"
                  + " begins with the machine's time.");
        }
        return clock;
      } catch (EngineClock.EngineAwayException e) {
        if (machine.instant().isAfter(giveUp)) {
          throw new WrongPurposeException(
              "The engine's clock does not answer.",
              "Start the engine for training first, and see that its management port is reached at"
                  + " haven.engine.monitoring-address.");
        }
        rest();
      }
    }
  }

  private static void rest() {
    try {
      Thread.sleep(TURN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Bean
  Training training(TrainingClock clock) {
    return clock::machine;
  }
}
