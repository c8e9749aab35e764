package org.haven.engine;

import io.camunda.client.CamundaClient;
import io.camunda.client.impl.oauth.OAuthCredentialsProviderBuilder;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.haven.engine.models.ModelSet;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(EngineProperties.class)
class EngineConfiguration {
  /** Runs the jobs; its threads come to rest before the client closes. */
  @Bean(destroyMethod = "shutdown")
  ExecutorService jobThreads(EngineProperties engine) {
    return Executors.newFixedThreadPool(
        engine.jobThreads(), Thread.ofPlatform().name("job-", 1).factory());
  }

  /** Connects when it is first used, so that the application starts without the engine. */
  @Bean(destroyMethod = "")
  CamundaClient camundaClient(EngineProperties engine, ExecutorService jobThreads) {
    var client =
        CamundaClient.newClientBuilder()
            .applyEnvironmentVariableOverrides(false)
            .grpcAddress(engine.grpcAddress())
            .restAddress(engine.restAddress())
            .preferRestOverGrpc(false)
            .defaultRequestTimeout(Duration.ofSeconds(10))
            .defaultJobTimeout(engine.jobTimeout())
            .defaultJobWorkerMaxJobsActive(engine.maxJobsActive())
            .defaultJobWorkerStreamEnabled(true)
            .defaultJobWorkerName("haven")
            .jobHandlingExecutor(jobThreads, false)
            .withInterceptors(new OutsideTransaction());
    if (engine.authorizationServer() != null) {
      client.credentialsProvider(
          new OAuthCredentialsProviderBuilder()
              .applyEnvironmentOverrides(false)
              .authorizationServerUrl(engine.authorizationServer().toString())
              .clientId(engine.clientId())
              .clientSecret(engine.clientSecret())
              .audience(engine.audience())
              .build());
    }
    return client.build();
  }

  @Bean
  DisposableBean camundaClientClosing(CamundaClient client) {
    return () -> BoundedClose.run("engine-client", client::close, Duration.ofSeconds(5));
  }

  @Bean
  ModelSet models() {
    return ModelSet.ofApplication();
  }
}
