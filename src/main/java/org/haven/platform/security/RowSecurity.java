package org.haven.platform.security;

import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.stereotype.Component;

/** Puts {@link ActingDataSource} before the pool, so that no statement goes round it. */
@Component
class RowSecurity implements BeanPostProcessor {
  private final ObjectProvider<Clock> clock;

  RowSecurity(ObjectProvider<Clock> clock) {
    this.clock = clock;
  }

  @Override
  public Object postProcessAfterInitialization(Object bean, String name) {
    return bean instanceof DataSource pool && !(bean instanceof ActingDataSource)
        ? new ActingDataSource(pool, new SignedIn(), clock::getObject)
        : bean;
  }
}
