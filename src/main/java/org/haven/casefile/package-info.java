/**
 * The case record that all journeys share: case, people, safe contact, journeys, facts, timeline,
 * conflicts. What can be told apart from it has a room here that builds on it and on which it does
 * not build: clocks, referrals, works orders, the tenancy register, broken glass.
 */
@NullMarked
package org.haven.casefile;

import org.jspecify.annotations.NullMarked;
