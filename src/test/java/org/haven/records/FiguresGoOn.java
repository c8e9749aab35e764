package org.haven.records;

import org.springframework.context.ApplicationContext;

/** Keeps the figures of an application up to date, as in operation: in tests nobody does. */
public final class FiguresGoOn implements AutoCloseable {
  private final FigureLoop loop;

  public FiguresGoOn(ApplicationContext haven) {
    loop = new FigureLoop(haven.getBean(FigureProjector.class));
    loop.start();
  }

  @Override
  public void close() {
    loop.stop();
  }
}
