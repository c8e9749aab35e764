/**
 * The case record that all journeys share: case, people, safe contact, journeys, facts, timeline,
 * conflicts, tenancy register.
 */
@NullMarked
package org.haven.casefile;

import org.jspecify.annotations.NullMarked;
