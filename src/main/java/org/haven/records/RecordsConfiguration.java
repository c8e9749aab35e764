package org.haven.records;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.json.jackson.JacksonJsonpMapper;
import co.elastic.clients.transport.rest_client.RestClientTransport;
import org.apache.http.HttpHost;
import org.elasticsearch.client.RestClient;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The connection to Elasticsearch; it is made when first used, so that we start without it too. */
@Configuration(proxyBeanMethods = false)
class RecordsConfiguration {
  private static final int CONNECT_MILLIS = 2_000;
  private static final int ANSWER_MILLIS = 10_000;

  @Bean(destroyMethod = "close")
  RestClient elasticsearchConnection(
      @Value("${haven.elasticsearch.url:http://localhost:9200}") String url) {
    return RestClient.builder(HttpHost.create(url))
        .setRequestConfigCallback(
            request -> request.setConnectTimeout(CONNECT_MILLIS).setSocketTimeout(ANSWER_MILLIS))
        .build();
  }

  @Bean
  ElasticsearchClient elasticsearchClient(RestClient connection) {
    return new ElasticsearchClient(new RestClientTransport(connection, new JacksonJsonpMapper()));
  }
}
