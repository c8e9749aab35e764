package org.haven.casefile.works;

import java.util.Optional;
import org.haven.casefile.AddressVault;
import org.haven.casefile.register.HomesInVault;
import org.haven.casefile.register.TenancyRegister;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.sealing.Sealed;
import org.haven.platform.sealing.SealedFields;
import org.haven.platform.sealing.Sealing;
import org.haven.platform.sealing.TamperedValueException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Where ordered work is: as a form says it, else as the tenancy register or the vault does. */
@Component
class WorksPlaces {
  static final String ENTITY = "works-order";
  private static final Code VAULT = new Code("vault");
  private static final Code NONE = new Code("none");

  private final Sealing sealing;
  private final TenancyRegister tenancies;
  private final HomesInVault homes;
  private final AddressVault vault;

  WorksPlaces(Sealing sealing, TenancyRegister tenancies, HomesInVault homes, AddressVault vault) {
    this.sealing = sealing;
    this.tenancies = tenancies;
    this.homes = homes;
    this.vault = vault;
  }

  /**
   * Where the work is.
   *
   * @param from form, register or vault; none if nobody said where
   */
  record Place(String address, Code from) {
    @Override
    public String toString() {
      return "***";
    }
  }

  /**
   * @param sealed of the order's row
   * @throws TamperedValueException if the address was changed behind our back
   */
  Place of(WorksOrderView order, String sealed) {
    SealedFields fields = sealing.openAll(order.caseRef(), ENTITY, order.worksOrderId(), sealed);
    return fields
        .text("workAddress")
        .map(Sealed::clear)
        .map(address -> new Place(address, new Code("form")))
        .orElseGet(() -> registered(order.tenancyRef()));
  }

  /**
   * The same for a page outside the council: empty where nobody said where, and wherever the
   * address is, or ever was, in a vault, of this case or of one in which the other party is
   * protected. The vault opens to named officers with a reason and to nobody else. Source:
   * procedure section 2 and section 7, address vault.
   */
  Optional<Place> outside(WorksOrderView order, String sealed) {
    try {
      return Optional.of(of(order, sealed))
          .filter(place -> !place.from().equals(VAULT) && !place.address().isBlank())
          .filter(place -> !guarded(order.caseRef(), order.tenancyRef(), place.address()));
    } catch (TamperedValueException e) {
      return Optional.empty();
    }
  }

  private boolean guarded(CaseRef caseRef, @Nullable String tenancyRef, String address) {
    return tenancyRef != null && homes.isInVault(tenancyRef)
        || vault.isNamedIn(caseRef, address)
        || vault.isNamedInCounterpart(caseRef, address);
  }

  private Place registered(@Nullable String tenancyRef) {
    return Optional.ofNullable(tenancyRef)
        .flatMap(tenancies::addressOf)
        .map(home -> new Place(home.line(), home.fromVault() ? VAULT : new Code("register")))
        .orElseGet(() -> new Place("", NONE));
  }
}
