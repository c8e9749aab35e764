package org.haven.tasks;

import java.util.List;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.referrals.AnswerKept;
import org.haven.casefile.referrals.AnswerRefused;
import org.haven.casefile.works.WorksOrderNotDone;
import org.haven.casefile.works.WorksOrderRecalled;
import org.haven.casefile.works.WorksOrderWithheld;
import org.haven.platform.ActingPerson;
import org.haven.platform.Role;
import org.haven.platform.StaffDirectory;
import org.haven.platform.Team;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Something came from an agency that a person must look at: whoever works on that journey is told,
 * or else the team that holds the case. What fits no case of ours goes to the service manager.
 */
@Component
class KeptAnswers {
  private final CaseFiles cases;
  private final StaffDirectory staff;
  private final Notices notices;
  private final Holders holders;

  KeptAnswers(CaseFiles cases, StaffDirectory staff, Notices notices, Holders holders) {
    this.cases = cases;
    this.staff = staff;
    this.notices = notices;
    this.holders = holders;
  }

  /** Handled in the transaction that keeps the answer. */
  @EventListener
  public void kept(AnswerKept answer) {
    var caseRef = answer.caseRef();
    var journeyId = answer.journeyId();
    if (caseRef == null || journeyId == null) {
      notices.alert(names(staff.membersOf(Team.SERVICE_MANAGER)), NoticeKind.ANSWER_UNPLACED);
      return;
    }
    var people = holders.ofJourney(caseRef, journeyId, null);
    if (people.isEmpty()) {
      people = names(staff.membersOf(cases.head(caseRef).holder()));
    }
    notices.tell(people, NoticeKind.ANSWER_KEPT, caseRef, null);
  }

  /** Handled in the transaction that writes the refusal down. */
  @EventListener
  public void refused(AnswerRefused refused) {
    notices.alert(
        names(
            staff.all().stream()
                .filter(one -> one.has(Role.ADMINISTRATOR) || one.has(Role.SUPERVISOR))
                .toList()),
        NoticeKind.UNSIGNED_ANSWER);
  }

  /** Handled in the transaction that withholds the order. */
  @EventListener
  public void withheld(WorksOrderWithheld order) {
    notices.tell(
        names(staff.membersOf(cases.head(order.caseRef()).holder())),
        NoticeKind.WORKS_WITHHELD,
        order.caseRef(),
        null);
  }

  /** Handled in the transaction that keeps what the contractor told. */
  @EventListener
  public void notDone(WorksOrderNotDone order) {
    notices.tell(
        names(staff.membersOf(cases.head(order.caseRef()).holder())),
        NoticeKind.WORKS_NOT_DONE,
        order.caseRef(),
        null);
  }

  /** Handled in the transaction that stops the journey. */
  @EventListener
  public void recalled(WorksOrderRecalled order) {
    notices.tell(
        names(staff.membersOf(Team.HOUSING_MAINTENANCE)),
        NoticeKind.WORKS_RECALLED,
        order.caseRef(),
        null);
  }

  private static List<String> names(List<ActingPerson> people) {
    return people.stream().map(ActingPerson::username).toList();
  }
}
