package org.haven.casefile;

import org.haven.platform.CaseRef;

/**
 * All that is kept of a case is about to be deleted; published in the transaction that does so,
 * while its rows are still there, for whoever has put something of it outside the database.
 */
public record RecordErasing(CaseRef caseRef) {}
