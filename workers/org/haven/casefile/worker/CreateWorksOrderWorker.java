package org.haven.casefile.worker;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.haven.casefile.clocks.Clocks;
import org.haven.casefile.works.WorksOrders;
import org.haven.engine.JobContext;
import org.haven.engine.JobWorker;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.calendar.WorkingCalendar;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Orders work at a home. Task header {@code job} names it, with commas between several, unless the
 * variable {@code jobs} does; {@code clock} may name the limit by which it is to be done, else five
 * working days.
 */
@Component
class CreateWorksOrderWorker
    implements JobWorker<CreateWorksOrderWorker.In, CreateWorksOrderWorker.Out> {
  record In(
      CaseRef caseRef,
      JourneyId journeyId,
      @Nullable Code tenancyRef,
      @Nullable List<Code> jobs,
      JobContext context) {}

  record Out(Code worksOrderId) {}

  private final WorksOrders orders;
  private final Clocks clocks;

  CreateWorksOrderWorker(WorksOrders orders, Clocks clocks) {
    this.orders = orders;
    this.clocks = clocks;
  }

  @Override
  public String type() {
    return "create-works-order";
  }

  @Override
  public Out work(In in) {
    long step = in.context().elementInstanceKey();
    String clock = in.context().headers().get("clock");
    Instant due =
        clock == null
            ? null
            : clocks.start(in.caseRef(), in.journeyId(), clock, null, step).dueAt();
    return new Out(
        orders.create(
            in.caseRef(),
            in.journeyId(),
            in.tenancyRef() == null ? null : in.tenancyRef().value(),
            null,
            jobs(in),
            due == null ? null : WorkingCalendar.dateOf(due),
            step));
  }

  private static List<Code> jobs(In in) {
    String header = in.context().headers().getOrDefault("job", "");
    List<Code> named =
        Arrays.stream(header.split(","))
            .map(String::strip)
            .filter(s -> !s.isEmpty())
            .map(Code::new)
            .toList();
    if (!named.isEmpty()) {
      return named;
    }
    if (in.jobs() == null || in.jobs().isEmpty()) {
      throw new IllegalStateException("The step has no task header job: add it to the model");
    }
    return in.jobs();
  }
}
