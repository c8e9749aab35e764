package org.haven.platform.web;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.haven.platform.ActingPerson;
import org.haven.platform.CurrentPerson;
import org.haven.platform.Role;
import org.haven.platform.Team;
import org.haven.platform.Training;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** What the layout shows around every page, those about errors too. */
@Component("frame")
public class PageFrame {
  private static final List<Entry> ENTRIES =
      List.of(
          new Entry("jobs", "/jobs", ActingPerson::isContractor),
          new Entry("tasks", "/tasks", ActingPerson::worksCases),
          new Entry("report", "/reports/new", ActingPerson::worksCases),
          new Entry("cases", "/cases", ActingPerson::worksCases),
          new Entry("meetings", "/meetings", ActingPerson::worksCases),
          new Entry("supervision", "/supervision", p -> p.has(Role.SUPERVISOR)),
          new Entry(
              "tenancies", "/tenancies", p -> p.has(Role.SUPERVISOR) || p.has(Role.ADMINISTRATOR)),
          new Entry(
              "works-orders",
              "/works-orders",
              p -> p.worksCases() && p.teams().contains(Team.HOUSING_MAINTENANCE)),
          new Entry("policy", "/policy-reviews", p -> p.worksCases() || p.has(Role.POLICY_OWNER)),
          // supervisors come to them from the board
          new Entry(
              "figures",
              "/supervision/reports",
              p -> p.has(Role.POLICY_OWNER) && !p.has(Role.SUPERVISOR)),
          new Entry("audit", "/audit", p -> p.has(Role.AUDITOR)),
          new Entry(
              "equality", "/equality", p -> p.has(Role.SUPERVISOR) || p.has(Role.POLICY_OWNER)),
          new Entry("platform", "/platform", p -> p.has(Role.ADMINISTRATOR)));

  private final CurrentPerson people;
  private final ObjectProvider<Training> training;
  private final boolean sampleData;

  PageFrame(
      CurrentPerson people,
      ObjectProvider<Training> training,
      @Value("${haven.sample-data:${haven.local.enabled:true}}") boolean sampleData) {
    this.people = people;
    this.training = training;
    this.sampleData = sampleData;
  }

  public @Nullable ActingPerson person() {
    return people.find().orElse(null);
  }

  /** This Haven is for training, and every page says so. */
  public boolean training() {
    return training.getIfAvailable() != null;
  }

  /** Everything in this Haven is made up, and every page says so, if nothing else does. */
  public boolean sampleData() {
    return sampleData && !training();
  }

  /**
   * The pages that this person may open.
   *
   * @param current the key of the section that the page belongs to, as a page's template gives it
   */
  public List<Link> navigation(@Nullable String current) {
    ActingPerson person = person();
    if (person == null) {
      return List.of();
    }
    return ENTRIES.stream()
        .filter(entry -> entry.may().test(person))
        .map(entry -> new Link(entry.key(), entry.address(), entry.key().equals(current)))
        .toList();
  }

  /** The kinds of right that a person has, in words for the page's foot. */
  public String roles() {
    ActingPerson person = person();
    return person == null
        ? ""
        : String.join(
            ", ",
            person.roles().stream()
                .sorted()
                .map(role -> role.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                .toList());
  }

  private record Entry(String key, String address, Predicate<ActingPerson> may) {}

  /** One link of the navigation; its words are the message {@code platform.nav.<key>}. */
  public record Link(String key, String address, boolean current) {}
}
