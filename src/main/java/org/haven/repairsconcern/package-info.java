/**
 * J14 repairs-concern: a pattern of repairs, or what a contractor saw, may be a sign of abuse. It
 * is looked at without anybody at the home noticing; contractors never learn what came of it.
 */
@NullMarked
package org.haven.repairsconcern;

import org.jspecify.annotations.NullMarked;
