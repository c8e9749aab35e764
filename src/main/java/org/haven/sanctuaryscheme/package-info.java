/**
 * J7, sanctuary scheme: new locks, security at her home, and the county scheme beside it. Source:
 * policy 7.4.2, 7.4.3; strategy.
 */
@NullMarked
package org.haven.sanctuaryscheme;

import org.jspecify.annotations.NullMarked;
