package org.haven.casefile;

import org.haven.platform.CaseRef;

/**
 * Something is shared because somebody is in danger now; the supervisors of the lead team are told
 * afterwards. Published in the transaction that writes it to the ledger.
 */
public record SharedForDanger(CaseRef caseRef) {}
