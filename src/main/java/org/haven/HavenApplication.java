package org.haven;

import java.util.Optional;
import org.haven.platform.command.OperatorCommand;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Haven: a council housing service's domestic abuse procedure, run as BPMN on Camunda 8. */
@SpringBootApplication
public class HavenApplication {
  public static void main(String[] args) {
    Optional<OperatorCommand> command = OperatorCommand.of(args);
    if (command.isPresent()) {
      System.exit(command.get().run(args));
    }
    SpringApplication.run(HavenApplication.class, args);
  }
}
