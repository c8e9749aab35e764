package org.haven.repairsconcern;

import java.util.List;
import java.util.Optional;
import org.haven.casefile.register.TenancyRegister;
import org.haven.casefile.register.TenancyRegister.Home;
import org.haven.casefile.works.WorksOrders;
import org.haven.platform.Code;
import org.haven.platform.Team;
import org.springframework.stereotype.Component;

/** Council homes, by what stands on a job sheet. */
@Component
class Homes {
  private static final List<Code> COUNCIL =
      List.of(new Code("council-tenant"), new Code("council-leaseholder"));

  private final TenancyRegister tenancies;
  private final WorksOrders orders;

  Homes(TenancyRegister tenancies, WorksOrders orders) {
    this.tenancies = tenancies;
    this.orders = orders;
  }

  /**
   * The council home that a reference means, as the register spells it.
   *
   * @param typed reference of a works order, or of a tenancy
   */
  Optional<String> tenancyOf(String typed) {
    return orders
        .find(typed)
        .flatMap(order -> Optional.ofNullable(order.tenancyRef()))
        .or(() -> Optional.of(typed))
        .map(TenancyRegister::reference)
        .filter(tenancyRef -> councilHome(tenancyRef).isPresent());
  }

  Optional<Home> councilHome(String tenancyRef) {
    return tenancies.home(tenancyRef).filter(home -> COUNCIL.contains(home.tenure()));
  }

  /** Who looks at concerns about a home. Source: procedure, J14 step 3. */
  static Team reviewers(boolean inScheme) {
    return inScheme ? Team.HOUSING_SCHEME_AND_FINANCE : Team.TENANCY_SERVICES;
  }
}
