package org.haven;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Haven: a council housing service's domestic abuse procedure, run as BPMN on Camunda 8. */
@SpringBootApplication
public class HavenApplication {
  public static void main(String[] args) {
    SpringApplication.run(HavenApplication.class, args);
  }
}
