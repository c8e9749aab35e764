/** The card of whoever works at council homes, the repairs system's file, what a concern shows. */
@NullMarked
package org.haven.repairsconcern.web;

import org.jspecify.annotations.NullMarked;
